package io.framelog.viewer.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.testing.Recording;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import picocli.CommandLine;

/** Looks where streams were, in a real log. */
@Timeout(60)
@ExtendWith(KafkaExtension.class)
class PastSurveyIT {
    private static final StreamName FRONT = new StreamName("front");
    private static final long BEGIN = (System.currentTimeMillis() - 600_000) * 1000;

    private final TestKafka kafka;
    private final String topic;
    private final Catalog catalog = new Catalog(Clock.systemUTC(), System::nanoTime);
    private final PastSurvey survey = new PastSurvey(catalog);

    PastSurveyIT(TestKafka kafka) {
        this.kafka = kafka;
        topic = kafka.uniqueName("frames");
    }

    @Test
    void findsAStreamAmongOthersAnywhereInAPartition() throws Exception {
        try (Recording recording = new Recording(kafka.bootstrapServer(), topic, 4)) {
            write(recording, 0, "front", 1);
            write(recording, 1, "other", 10_000);
            write(recording, 1, "front", 2_000);
            write(recording, 1, "other", 10_000);
            write(recording, 2, "other", 5_000);
            recording.flush();
        }
        catalog.observe(new ObservedFrame(FRONT, false, 0, 0, 0, Optional.empty()), false);
        assertEquals(Set.of(), catalog.pastPartitions(FRONT), "it may have been anywhere");

        try (LogConsumer consumer = consumers().discovery()) {
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.partitions(topic));
            while (survey.step(consumer, ends)) {
                Thread.onSpinWait();
            }
        }

        assertEquals(Set.of(0, 1), catalog.pastPartitions(FRONT));
        assertEquals(Set.of(0), catalog.partitions(FRONT), "new frames are not looked for where it was once");
    }

    private static void write(Recording recording, int partition, String stream, int frames) {
        for (int i = 0; i < frames; i++) {
            recording.write(partition, stream, Recording.image(i, 64), BEGIN + i * 1000L);
        }
    }

    private ConsumerFactory consumers() {
        KafkaOptions options = new KafkaOptions();
        new CommandLine(options).parseArgs("--bootstrap-server", kafka.bootstrapServer(), "--topic", topic);
        return new ConsumerFactory(options);
    }
}
