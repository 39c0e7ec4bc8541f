package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.event.EventTopic;
import io.framelog.status.StatusTopic;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Records that are small in Kafka's log and large where they are read. */
@ExtendWith(KafkaExtension.class)
@Timeout(120)
class PackedRecordsIT {
    /** Zeros of this length are 32 kB for gzip. */
    private static final int LARGE = 32 << 20;

    private final TestKafka kafka;
    private final List<String> topics;

    PackedRecordsIT(TestKafka kafka) {
        this.kafka = kafka;
        String frames = kafka.uniqueName("packed");
        topics = List.of(
                frames, StatusTopic.of(frames).name(), EventTopic.of(frames).name());
    }

    @Test
    void topicsTakeNoRecordThatIsLargeWhereItIsRead() throws Exception {
        try (ServiceProcess publisher = start();
                KafkaProducer<byte[], byte[]> producer = packing()) {
            publisher.awaitLine("frames: [1-9]\\d* acknowledged");
            for (String topic : topics) {
                ProducerRecord<byte[], byte[]> packed =
                        new ProducerRecord<>(topic, 0, new byte[] {'k'}, new byte[LARGE]);
                ExecutionException refusal = assertThrows(
                        ExecutionException.class, () -> producer.send(packed).get(), topic);
                assertInstanceOf(RecordTooLargeException.class, refusal.getCause(), topic);
                // Small ones are taken, however they are compressed.
                var unusedMetadata = producer.send(new ProducerRecord<>(topic, 0, new byte[] {'k'}, new byte[1_000]))
                        .get();
            }
        }
    }

    @Test
    void topicsThatKeepCompressedRecordsAreTold() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.createTopics(topics.stream()
                            .map(name ->
                                    new NewTopic(name, 1, (short) 1).configs(Map.of("compression.type", "producer")))
                            .toList())
                    .all()
                    .get();
        }
        try (ServiceProcess publisher = start()) {
            for (String topic : topics) {
                publisher.awaitLine(
                        "topic " + topic + " keeps compressed records \\(compression.type=producer\\), so .*"
                                + "kafka-configs.sh --bootstrap-server .* --alter --topic " + topic
                                + " --add-config compression.type=uncompressed");
            }
            publisher.awaitLine("frames: [1-9]\\d* acknowledged");
        }
    }

    private ServiceProcess start() {
        return ServiceProcess.start(
                "publisher",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer()),
                "--test-pattern",
                "--stats=1s",
                "--topic=" + topics.get(0));
    }

    private KafkaProducer<byte[], byte[]> packing() {
        return new KafkaProducer<>(Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                kafka.bootstrapServer(),
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.COMPRESSION_TYPE_CONFIG,
                "gzip",
                ProducerConfig.MAX_REQUEST_SIZE_CONFIG,
                2 * LARGE,
                ProducerConfig.BUFFER_MEMORY_CONFIG,
                2L * LARGE));
    }
}
