package io.framelog.kafka;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.internals.Topic;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options by which both services find Kafka and the frames in it. Filled by picocli, then only read. */
public final class KafkaOptions {
    private static final String DEFAULT_BOOTSTRAP_SERVER = "localhost:9092";

    @Option(
            names = "--bootstrap-server",
            paramLabel = "HOST:PORT[,…]",
            description =
                    "Kafka's address; " + DEFAULT_BOOTSTRAP_SERVER + " if neither this nor --kafka-config has one.")
    private @Nullable String bootstrapServer;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            defaultValue = "video-stream",
            description = "The topic of the frames; ${DEFAULT-VALUE} by default.")
    private String topic = "video-stream";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description =
                    "A properties file with any setting of Kafka's clients (SASL, TLS, …); it goes before Framelog's own.")
    private @Nullable Path config;

    /**
     * The frames' topic.
     *
     * @throws CommandFailure if Kafka allows no topic of that name
     */
    public String topic() {
        try {
            Topic.validate(topic);
        } catch (InvalidTopicException e) {
            throw new CommandFailure(ExitCode.USAGE, "--topic " + topic + ": " + e.getMessage(), e);
        }
        return topic;
    }

    /** Where Kafka was looked for, for messages. */
    public String address() {
        return String.valueOf(clientConfig().get(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG));
    }

    /**
     * The settings that the user gave for every client: the file's, and {@code bootstrap.servers}.
     *
     * @return a new map; a service puts its own defaults under these, see {@link #over}
     * @throws CommandFailure if the file cannot be read
     */
    public Map<String, Object> clientConfig() {
        Map<String, Object> settings = new HashMap<>();
        settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, DEFAULT_BOOTSTRAP_SERVER);
        read(config).forEach((name, value) -> settings.put(String.valueOf(name), value));
        if (bootstrapServer != null) {
            settings.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        }
        return settings;
    }

    /** A service's defaults with the user's settings over them: what the user says, holds. */
    public Map<String, Object> over(Map<String, Object> defaults) {
        Map<String, Object> settings = new HashMap<>(defaults);
        settings.putAll(clientConfig());
        return settings;
    }

    /**
     * Raises one of a service's defaults where another setting, perhaps the user's, asks for more; what the user has set stays.
     *
     * @param settings as {@link #over} made them; changed
     * @param name the setting to raise, in milliseconds
     * @param least another setting that it may not be smaller than
     */
    public void raise(Map<String, Object> settings, String name, String least) {
        if (!clientConfig().containsKey(name) && settings.containsKey(least)) {
            try {
                long atLeast =
                        Long.parseLong(String.valueOf(settings.get(least)).strip());
                long present = Long.parseLong(String.valueOf(settings.get(name)));
                settings.put(name, (int) Math.min(Integer.MAX_VALUE, Math.max(present, atLeast)));
            } catch (NumberFormatException e) {
                // The client itself will say what is wrong with it.
            }
        }
    }

    /** Whether a client could not be made because the name of its broker is not known (yet): a container that is to come. */
    public static boolean isUnresolvable(KafkaException e) {
        return e.getCause() instanceof ConfigException cause
                && String.valueOf(cause.getMessage()).startsWith("No resolvable bootstrap urls");
    }

    /** Makes a client, saying in the user's terms what its settings lack. */
    public <C> C connect(Supplier<C> client) {
        try {
            return client.get();
        } catch (ConfigException e) {
            throw new CommandFailure(ExitCode.USAGE, "Kafka's client refuses its settings: " + e.getMessage(), e);
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new CommandFailure(
                    ExitCode.USAGE,
                    "Kafka's client cannot be set up: " + cause.getMessage()
                            + "; check --bootstrap-server and --kafka-config",
                    e);
        }
    }

    private static Properties read(@Nullable Path file) {
        Properties properties = new Properties();
        if (file == null) {
            return properties;
        }
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(ExitCode.NO_INPUT, "--kafka-config " + file + " cannot be read: " + reason(e), e);
        }
        return properties;
    }

    private static String reason(Exception e) {
        return e instanceof NoSuchFileException ? "no such file" : String.valueOf(e.getMessage());
    }
}
