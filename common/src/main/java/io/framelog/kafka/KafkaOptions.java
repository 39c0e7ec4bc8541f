package io.framelog.kafka;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.FileFault;
import io.framelog.cli.UsageFailure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which both services find Kafka and the frame topic. Filled by picocli, then only read. */
public final class KafkaOptions {
    private static final String DEFAULT_BOOTSTRAP_SERVER = "localhost:9092";

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT[,…]",
            description = "Kafka's address. Default: the one in --kafka-config, or " + DEFAULT_BOOTSTRAP_SERVER + ".")
    private @Nullable String bootstrapServer;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "video-stream",
            description = "The topic that holds the frames. Default: ${DEFAULT-VALUE}.")
    private String topic = "video-stream";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "A properties file with settings for Kafka's clients (SASL, TLS, …). They override Framelog's.")
    private @Nullable Path config;

    private @Nullable Properties loaded;

    /**
     * The frame topic.
     *
     * @throws UsageFailure if Kafka does not allow the name
     */
    public String topic() {
        try {
            Topic.validate(topic);
        } catch (InvalidTopicException e) {
            throw new UsageFailure("--topic must be a valid topic name, not '" + topic + "': " + e.getMessage(), e);
        }
        return topic;
    }

    /** Kafka's address, for messages. */
    public String address() {
        return String.valueOf(clientConfig().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /**
     * The user's settings for every client: those in the file, and {@code bootstrap.servers}.
     *
     * @return a new map; see {@link #over} for adding a service's defaults
     * @throws CommandFailure if the file cannot be read
     */
    public Map<String, Object> clientConfig() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVER);
        config().forEach((name, value) -> settings.put(String.valueOf(name), value));
        if (bootstrapServer != null) {
            settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        }
        return settings;
    }

    /** A service's defaults, overridden by the user's settings. */
    public Map<String, Object> over(Map<String, Object> defaults) {
        Map<String, Object> settings = new HashMap<>(defaults);
        settings.putAll(clientConfig());
        return settings;
    }

    /**
     * Raises one of a service's defaults to the value of another setting, if that is larger. A value that the user has
     * set is not changed.
     *
     * @param settings the result of {@link #over}; modified
     * @param name the setting to raise, in milliseconds
     * @param least the setting that it must not be smaller than
     */
    public void raise(Map<String, Object> settings, String name, String least) {
        if (!clientConfig().containsKey(name) && settings.containsKey(least)) {
            try {
                long atLeast =
                        Long.parseLong(String.valueOf(settings.get(least)).strip());
                long present = Long.parseLong(String.valueOf(settings.get(name)));
                settings.put(name, (int) Math.min(Integer.MAX_VALUE, Math.max(present, atLeast)));
            } catch (NumberFormatException e) {
                // Kafka's client will report it.
            }
        }
    }

    /**
     * Whether a client could not be created because the broker's host name is unknown; its container may not run yet.
     */
    public static boolean isUnresolvable(KafkaException e) {
        return e.getCause() instanceof ConfigException cause
                && String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap urls");
    }

    /**
     * Creates a client.
     *
     * @throws CommandFailure if its settings are wrong, in terms of the command line
     */
    public <C> C connect(Supplier<C> client) {
        try {
            return client.get();
        } catch (ConfigException e) {
            throw new CommandFailure(ExitCode.USAGE, "Kafka's client rejects its settings: " + e.getMessage(), e);
        } catch (KafkaException | IllegalArgumentException e) { // the latter for a mistake in sasl.jaas.config
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Kafka's client cannot be created: " + new KafkaFault(e).text()
                            + "; check --bootstrap-server and --kafka-config",
                    e);
        }
    }

    /** The settings in the file; read once, so that a warning comes once. */
    private synchronized Properties config() {
        Properties known = loaded;
        if (known == null) {
            known = read(config);
            if (config != null) {
                ClientSettings.retainUsable(config, known);
            }
            loaded = known;
        }
        return known;
    }

    /**
     * Refuses what no retry can improve: settings for TLS and SASL such as a truststore that does not exist, a port that
     * does not speak Kafka's protocol, and a login or a certificate that is refused. A Kafka that is not there yet is no
     * reason. A client would take the answer of TLS or HTTP for the length of a message, and ask for that much memory.
     *
     * @throws CommandFailure names the cause and the setting to change
     */
    public void requireKafka() {
        connect(() -> ClusterProbe.check(clientConfig()));
        KafkaProbe probe = new KafkaProbe(clientConfig());
        probe.wrongProtocol().ifPresent(reason -> {
            throw new CommandFailure(ExitCode.USAGE, "cannot connect to Kafka: " + reason);
        });
        probe.denial().ifPresent(reason -> {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "Kafka at " + address() + " denies access: " + reason + "; see --kafka-config");
        });
    }

    /** Why Kafka does not answer, and what to do; empty if nothing was found. Takes some seconds. */
    public Optional<String> diagnose() {
        return new KafkaProbe(clientConfig()).diagnose();
    }

    private static Properties read(@Nullable Path file) {
        Properties properties = new Properties();
        if (file == null) {
            return properties;
        }
        try {
            String text = Files.readString(file);
            // Windows' editors write a byte order mark, which would become a part of the first setting's name.
            properties.load(new StringReader(text.startsWith("\uFEFF") ? text.substring(1) : text));
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, "--kafka-config " + file + " cannot be read: " + reason(e), e);
        }
        return properties;
    }

    private static String reason(Exception e) {
        return e instanceof IOException fault ? FileFault.reason(fault) : String.valueOf(e.getMessage());
    }
}
