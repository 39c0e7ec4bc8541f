package io.framelog.publisher.send;

import io.framelog.kafka.KafkaOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.kafka.common.config.TopicConfig;

/** In what an existing topic differs from what was asked for, and how that is changed: one line. For one thread. */
final class TopicDifferences {
    private final String topic;
    private final String server;
    private final List<String> differences = new ArrayList<>();
    private final List<String> settings = new ArrayList<>();
    private final List<String> changes = new ArrayList<>();

    TopicDifferences(KafkaOptions kafka) {
        topic = kafka.topic();
        server = " --bootstrap-server " + kafka.address();
    }

    void partitions(int present, OptionalInt asked) {
        int wanted = asked.orElse(present);
        if (wanted == present) {
            return;
        }
        differences.add(present + " partitions (--partitions asks for " + wanted + ")");
        changes.add(
                wanted > present
                        ? "kafka-topics.sh" + server + " --alter --topic " + topic + " --partitions " + wanted
                        : "a new --topic can have fewer partitions, because Kafka takes none away");
    }

    void replicas(int present, OptionalInt asked) {
        int wanted = asked.orElse(present);
        if (wanted != present) {
            differences.add(present + " replicas (--replication-factor asks for " + wanted + ")");
            changes.add("kafka-reassign-partitions.sh" + server + " --execute --reassignment-json-file FILE, with "
                    + wanted + " brokers for each partition in the file");
        }
    }

    void retention(String presentMillis, long wanted) {
        setting(TopicConfig.RETENTION_MS_CONFIG, presentMillis, wanted, "--retention asks for " + wanted);
    }

    /** @param wanted of each partition */
    void retentionBytes(String present, long wanted, int partitions) {
        String asked = "--retention-bytes asks for " + wanted + " in each of " + partitions + " partitions";
        setting(TopicConfig.RETENTION_BYTES_CONFIG, present, wanted, asked);
    }

    private void setting(String name, String present, long wanted, String asked) {
        if (!present.equals(Long.toString(wanted))) {
            differences.add(name + "=" + present + " (" + asked + ")");
            settings.add(name + "=" + wanted);
        }
    }

    /** Empty if there are none. */
    Optional<String> text() {
        if (differences.isEmpty()) {
            return Optional.empty();
        }
        List<String> all = new ArrayList<>(changes);
        if (!settings.isEmpty()) {
            all.add("kafka-configs.sh" + server + " --alter --topic " + topic + " --add-config "
                    + String.join(",", settings));
        }
        return Optional.of("topic " + topic + " exists with " + String.join(", ", differences)
                + "; it is used as it is; to change it: " + String.join("; ", all));
    }
}
