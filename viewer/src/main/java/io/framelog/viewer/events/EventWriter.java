package io.framelog.viewer.events;

import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
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
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Writes events to their topic. For one thread. */
public final class EventWriter implements AutoCloseable {
    private static final int ANSWER_MILLIS = 10_000;
    /** As the publisher creates it. */
    private static final Map<String, String> TOPIC_SETTINGS = RecordSize.small(Map.of(
            TopicConfig.RETENTION_MS_CONFIG, String.valueOf(7L * 24 * 3600 * 1000),
            TopicConfig.RETENTION_BYTES_CONFIG, String.valueOf(256L * 1024 * 1024)));

    private final KafkaOptions kafka;
    private final String clientId;
    private final EventTopic topic;
    private final KafkaProducer<byte[], byte[]> producer;

    /**
     * Connects a producer.
     *
     * @param clientId the name by which the broker knows it
     */
    public EventWriter(KafkaOptions kafka, String clientId) {
        this.kafka = kafka;
        this.clientId = clientId;
        topic = EventTopic.of(kafka.topic());
        producer = kafka.connect(() -> new KafkaProducer<>(kafka.over(Map.of(
                ProducerConfig.CLIENT_ID_CONFIG,
                clientId,
                ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
                ByteArraySerializer.class,
                ProducerConfig.LINGER_MS_CONFIG,
                0,
                ProducerConfig.MAX_BLOCK_MS_CONFIG,
                ANSWER_MILLIS,
                ProducerConfig.ENABLE_METRICS_PUSH_CONFIG,
                false))));
    }

    /**
     * Creates the topic if it does not exist.
     *
     * @throws KafkaException if that is not known or not allowed
     */
    public void createTopic() throws InterruptedException {
        Map<String, Object> settings = Map.of(
                AdminClientConfig.CLIENT_ID_CONFIG,
                clientId,
                AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS,
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                ANSWER_MILLIS / 2);
        try (Admin admin = Admin.create(kafka.over(settings))) {
            if (!admin.listTopics().names().get().contains(topic.name())) {
                NewTopic events = new NewTopic(topic.name(), Optional.of(1), Optional.empty()).configs(TOPIC_SETTINGS);
                admin.createTopics(List.of(events)).all().get();
            }
        } catch (ExecutionException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
            }
        }
    }

    /**
     * Writes an event, and returns when Kafka has it.
     *
     * @throws KafkaException if it was not written
     */
    public void write(StreamEvent event) {
        try {
            var unusedMetadata = producer.send(topic.write(event)).get();
        } catch (InterruptedException e) {
            throw new org.apache.kafka.common.errors.InterruptException(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
