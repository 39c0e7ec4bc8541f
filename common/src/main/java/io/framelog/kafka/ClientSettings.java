package io.framelog.kafka;

import java.nio.file.Path;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.AbstractConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sorts out what an application's file of client settings may contain, and what Framelog decides itself. */
final class ClientSettings {
    private static final Logger LOG = LoggerFactory.getLogger(ClientSettings.class);

    /** What the programs depend on: another value would break them, or join them to an application's group. */
    private static final Set<String> DECIDED = Set.of(
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.GROUP_INSTANCE_ID_CONFIG,
            ConsumerConfig.GROUP_PROTOCOL_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG);

    /** The clients' own settings. */
    private static final Set<String> KNOWN = Stream.of(
                    ConsumerConfig.configNames(), ProducerConfig.configNames(), AdminClientConfig.configNames())
            .flatMap(Set::stream)
            .collect(Collectors.toUnmodifiableSet());

    private ClientSettings() {}

    /** Removes the settings that Framelog decides itself, and warns of them and of unknown ones. */
    static void retainUsable(Path file, Properties settings) {
        Set<String> names = new TreeSet<>(settings.stringPropertyNames());
        for (String name : names) {
            if (DECIDED.contains(name)) {
                settings.remove(name);
                LOG.warn("--kafka-config {}: {} is ignored, because Framelog sets it", file, name);
            } else if (!KNOWN.contains(name) && !isChosen(name)) {
                LOG.warn(
                        "--kafka-config {}: {} is not a setting of Kafka's clients, and only a plug-in can use it;"
                                + " check its spelling",
                        file,
                        name);
            }
        }
    }

    /** The settings that say where passwords come from have names that the user chooses. */
    private static boolean isChosen(String name) {
        return name.startsWith(AbstractConfig.CONFIG_PROVIDERS_CONFIG + ".");
    }
}
