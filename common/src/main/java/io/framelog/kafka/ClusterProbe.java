package io.framelog.kafka;

import java.io.IOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.ApiVersions;
import org.apache.kafka.clients.ClientRequest;
import org.apache.kafka.clients.ClientUtils;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.ManualMetadataUpdater;
import org.apache.kafka.clients.MetadataRecoveryStrategy;
import org.apache.kafka.clients.NetworkClient;
import org.apache.kafka.clients.NetworkClientUtils;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.Selector;
import org.apache.kafka.common.requests.MetadataRequest;
import org.apache.kafka.common.requests.MetadataResponse;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.common.utils.Time;

/**
 * Asks one broker for the addresses that it advertises, with the user's TLS and SASL settings. Kafka's public clients
 * do not tell them before they have connected to one. This uses the client inside them, as Kafka's own tools do.
 */
final class ClusterProbe {
    /** How long the connection with its login, and then the answer, may take. */
    private static final Duration LIMIT = Duration.ofSeconds(2);

    private static final int BUFFER_BYTES = 64 << 10;

    /** These ask a server when they are loaded, which may not answer yet. */
    private static final Set<String> LOGS_IN_ELSEWHERE = Set.of("GSSAPI", "OAUTHBEARER");

    /** Java's own way to name a file with logins. */
    private static final String JAAS_FILE = "java.security.auth.login.config";

    private final AdminClientConfig config;

    /** @param settings the user's settings for Kafka's clients */
    ClusterProbe(Map<String, Object> settings) {
        this.config = new AdminClientConfig(settings);
    }

    /**
     * Loads keys, certificates and login modules as a client does, without a connection.
     *
     * @return true
     * @throws org.apache.kafka.common.KafkaException if the settings are wrong
     */
    static boolean check(Map<String, Object> settings) {
        AdminClientConfig config = new AdminClientConfig(settings);
        String protocol = config.getString(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG);
        boolean sasl = protocol.startsWith("SASL");
        if (sasl && config.getPassword(SaslConfigs.SASL_JAAS_CONFIG) == null && System.getProperty(JAAS_FILE) == null) {
            throw new ConfigException("security.protocol=" + protocol + " needs " + SaslConfigs.SASL_JAAS_CONFIG
                    + " for " + SaslConfigs.SASL_MECHANISM + "="
                    + config.getString(SaslConfigs.SASL_MECHANISM));
        }
        if (!sasl || !LOGS_IN_ELSEWHERE.contains(config.getString(SaslConfigs.SASL_MECHANISM))) {
            ClientUtils.createChannelBuilder(config, Time.SYSTEM, new LogContext())
                    .close();
        }
        return true;
    }

    /**
     * The brokers' advertised addresses.
     *
     * @throws IOException if the broker does not answer in time
     * @throws org.apache.kafka.common.KafkaException if the settings are wrong, or the login is refused
     */
    Collection<Node> brokers(String host, int port) throws IOException {
        Time time = Time.SYSTEM;
        LogContext log = new LogContext();
        ChannelBuilder channels = ClientUtils.createChannelBuilder(config, time, log);
        int limit = (int) LIMIT.toMillis();
        try (Metrics metrics = new Metrics(time);
                Selector selector = new Selector(limit, metrics, time, "probe", channels, log)) {
            NetworkClient client = new NetworkClient(
                    selector,
                    new ManualMetadataUpdater(),
                    "framelog-probe",
                    1,
                    limit,
                    limit,
                    BUFFER_BYTES,
                    BUFFER_BYTES,
                    limit,
                    limit,
                    limit,
                    time,
                    true,
                    new ApiVersions(),
                    log,
                    MetadataRecoveryStrategy.NONE);
            Node node = new Node(-1, host, port);
            if (!NetworkClientUtils.awaitReady(client, node, time, limit)) {
                throw new IOException("no answer");
            }
            ClientRequest request = client.newClientRequest(
                    node.idString(), new MetadataRequest.Builder(List.of(), false), time.milliseconds(), true);
            return ((MetadataResponse) NetworkClientUtils.sendAndReceive(client, request, time)
                            .responseBody())
                    .brokers();
        }
    }
}
