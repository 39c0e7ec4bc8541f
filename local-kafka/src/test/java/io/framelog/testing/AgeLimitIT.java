package io.framelog.testing;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Timeout(30)
@ExtendWith(KafkaExtension.class)
class AgeLimitIT {

    @Test
    void keepsRecordsOfAnyAgeByDefault(TestKafka kafka) throws Exception {
        String topic = kafka.uniqueName("old");
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.createTopics(Set.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get();
            String kept;
            do {
                kept = retention(admin, topic);
            } while (!kept.equals("-1"));
        }
    }

    /** A topic's effective setting. */
    private static String retention(Admin admin, String topic) throws Exception {
        ConfigResource asked = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        return Objects.requireNonNull(
                        admin.describeConfigs(List.of(asked)).all().get().get(asked))
                .get("retention.ms")
                .value();
    }
}
