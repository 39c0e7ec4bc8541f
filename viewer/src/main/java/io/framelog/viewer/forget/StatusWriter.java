package io.framelog.viewer.forget;

import io.framelog.kafka.KafkaOptions;
import io.framelog.kafka.RecordSize;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes single records to the status topic, which it creates if only other producers than Framelog's were there. */
final class StatusWriter {
    private static final String CLIENT_ID = "framelog-viewer-forget";
    /** How long Kafka may take to answer. */
    private static final int LIMIT_MILLIS = 10_000;

    private final KafkaOptions kafka;
    private final String topic;

    StatusWriter(KafkaOptions kafka, String topic) {
        this.kafka = kafka;
        this.topic = topic;
    }

    /** @throws KafkaException if it was not written */
    void write(ProducerRecord<byte[], byte[]> record) throws InterruptedException {
        try (KafkaProducer<byte[], byte[]> producer =
                kafka.connect(() -> new KafkaProducer<>(kafka.over(producerSettings())))) {
            createTopic();
            producer.send(record).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    private void createTopic() throws ExecutionException, InterruptedException {
        NewTopic status = new NewTopic(topic, Optional.of(1), Optional.empty())
                .configs(RecordSize.small(
                        Map.of(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT)));
        Map<String, Object> settings = Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                CLIENT_ID,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS / 2);
        try (Admin admin = Admin.create(kafka.over(settings))) {
            if (!admin.listTopics().names().get().contains(topic)) {
                admin.createTopics(List.of(status)).all().get();
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }

    private static Map<String, Object> producerSettings() {
        return Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                CLIENT_ID,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                LIMIT_MILLIS,
                ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS,
                ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG,
                LIMIT_MILLIS / 2,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
                false);
    }
}
