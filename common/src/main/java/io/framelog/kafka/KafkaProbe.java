package io.framelog.kafka;

import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.utils.Utils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out why Kafka does not answer, with connections of its own, because Kafka's clients only tell that time is up.
 * Immutable and thread-safe.
 */
public final class KafkaProbe {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaProbe.class);

    /** How many addresses of a kind are looked at: a few name the problem, and an unreachable one takes seconds. */
    private static final int MOST_ADDRESSES = 3;

    private final Map<String, Object> settings;
    private final List<String> servers;
    private final boolean tls;
    private final boolean secured;

    /** @param settings the user's settings for Kafka's clients */
    public KafkaProbe(Map<String, Object> settings) {
        this.settings = Map.copyOf(settings);
        this.servers = List.of(String.valueOf(settings.get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG))
                .strip()
                .split("\\s*,\\s*"));
        String protocol = String.valueOf(
                        settings.getOrDefault(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, "PLAINTEXT"))
                .strip()
                .toUpperCase(Locale.ROOT);
        this.tls = protocol.endsWith("SSL");
        this.secured = !protocol.equals("PLAINTEXT");
    }

    /**
     * Looks whether a client without TLS would connect to a port of another protocol. It must not: it would take the
     * answer for the length of a message and ask for that much memory.
     *
     * @return what is wrong, and what to do; empty if nothing was found
     */
    public Optional<String> wrongProtocol() {
        if (tls) {
            return Optional.empty();
        }
        for (String server : firstOf(servers)) {
            PortAnswer answer = answer(server);
            if (answer == PortAnswer.KAFKA) {
                return Optional.empty();
            }
            if (answer == PortAnswer.TLS || answer == PortAnswer.HTTP) {
                return Optional.of(explain(server, answer));
            }
        }
        return Optional.empty();
    }

    /**
     * Logs in to the first server that answers, and looks whether TLS or SASL fails.
     *
     * @return what is wrong, and what to do; empty if nothing was found, or no server answers
     */
    public Optional<String> denial() {
        if (!secured) {
            return Optional.empty();
        }
        for (String server : firstOf(servers)) {
            try {
                if (!new ClusterProbe(settings)
                        .brokers(host(server), port(server))
                        .isEmpty()) {
                    return Optional.empty();
                }
            } catch (AuthenticationException e) {
                return Optional.of(new KafkaFault(e).text());
            } catch (KafkaException | IOException e) {
                LOG.debug("{} does not answer", server, e);
            }
        }
        return Optional.empty();
    }

    /**
     * Looks for the reason why Kafka does not answer. Takes some seconds.
     *
     * @return the reason, and what to do; empty if none was found
     */
    public Optional<String> diagnose() {
        Set<String> reasons = new LinkedHashSet<>();
        for (String server : firstOf(servers)) {
            PortAnswer answer = answer(server);
            if (answer == expected()) {
                return diagnoseBehind(server);
            }
            reasons.add(explain(server, answer));
        }
        return Optional.of(String.join("; ", reasons));
    }

    private PortAnswer expected() {
        return tls ? PortAnswer.TLS : PortAnswer.KAFKA;
    }

    /** The server answers; but the clients go on with the addresses that it advertises. */
    private Optional<String> diagnoseBehind(String server) {
        Collection<Node> brokers;
        try {
            brokers = new ClusterProbe(settings).brokers(host(server), port(server));
        } catch (KafkaException e) {
            return Optional.of(new KafkaFault(e).text());
        } catch (IOException e) {
            return Optional.of(server + " accepts connections, but does not answer as Kafka does");
        }
        for (Node broker : firstOf(List.copyOf(brokers))) {
            String advertised = Utils.formatAddress(broker.host(), broker.port());
            PortAnswer answer = PortAnswer.of(broker.host(), broker.port());
            if (answer != expected()) {
                return Optional.of(server + " answers and says that clients must connect to " + advertised + ", but "
                        + advertised + " " + answer.text()
                        + ": set the broker's advertised.listeners to an address that can be reached from here");
            }
        }
        return Optional.empty();
    }

    private String explain(String server, PortAnswer answer) {
        String remedy =
                switch (answer) {
                    case TLS -> "set security.protocol=SSL (or SASL_SSL) in --kafka-config";
                    case KAFKA -> "set security.protocol=PLAINTEXT (or SASL_PLAINTEXT) in --kafka-config";
                    case REFUSED, UNREACHABLE -> "start it, or give its address with --bootstrap-server";
                    case HTTP, UNKNOWN, NOTHING, UNKNOWN_HOST -> "give Kafka's address with --bootstrap-server";
                };
        return server + " " + answer.text() + ": " + remedy;
    }

    private static PortAnswer answer(String server) {
        return PortAnswer.of(host(server), port(server));
    }

    private static String host(String server) {
        String host = Utils.getHost(server);
        return host == null ? server : host;
    }

    private static int port(String server) {
        Integer port = Utils.getPort(server);
        return port == null ? 0 : port;
    }

    private static <T> List<T> firstOf(List<T> all) {
        return all.subList(0, Math.min(MOST_ADDRESSES, all.size()));
    }
}
