package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.frame.StreamName;
import io.framelog.testing.OrderedProducer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** Writes numbered frames to a topic, each with its time of capture. */
public final class Recording implements AutoCloseable {
    private static final long MICROS_PER_MILLI = 1_000;

    private final String topic;
    private final Map<String, Object> server;
    private final KafkaProducer<byte[], byte[]> kafka;
    private final List<Future<RecordMetadata>> underWay = new ArrayList<>();

    /** Creates the topic. */
    public Recording(String bootstrapServer, String topic, int partitions)
            throws ExecutionException, InterruptedException {
        this(topic, bootstrapServer);
        try (Admin admin = Admin.create(server)) {
            admin.createTopics(Set.of(new NewTopic(topic, Optional.of(partitions), Optional.of((short) 1))))
                    .all()
                    .get();
        }
    }

    private Recording(String topic, String bootstrapServer) {
        this.topic = topic;
        server = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServer);
        kafka = new OrderedProducer(bootstrapServer);
    }

    /** Writes to a topic that exists, and knows all of its present partitions. */
    public static Recording of(String bootstrapServer, String topic) {
        return new Recording(topic, bootstrapServer);
    }

    /**
     * Makes a JPEG of a length, with a number in its comment (ITU-T T.81, B.2.4.5).
     *
     * @param length at least 32
     */
    public static byte[] image(int number, int length) {
        byte[] comment = Integer.toString(number).getBytes(US_ASCII);
        return ByteBuffer.allocate(length)
                .putInt(0xFFD8FFFE)
                .putShort((short) (comment.length + 2))
                .put(comment)
                .putShort((short) 0xFFD9)
                .array();
    }

    /** Reads the number of an image that {@link #image} made. */
    public static int number(ByteBuffer image) {
        int at = image.position();
        byte[] comment = new byte[image.getShort(at + 4) - 2];
        image.get(at + 6, comment);
        return Integer.parseInt(new String(comment, US_ASCII));
    }

    /** Reads the number of an image that {@link #image} made, from an array. */
    public static int number(byte[] image) {
        return number(ByteBuffer.wrap(image));
    }

    /** Writes a frame, without waiting. */
    public void write(@Nullable String stream, int number, long capturedMicros) {
        write(null, stream, image(number, 64), capturedMicros);
    }

    /** Writes a frame into a partition, without waiting. */
    public void write(@Nullable Integer partition, @Nullable String stream, byte[] image, long capturedMicros) {
        byte @Nullable [] key = stream == null ? null : new StreamName(stream).toKey();
        RecordHeader captured =
                new RecordHeader("captured-us", Long.toString(capturedMicros).getBytes(US_ASCII));
        underWay.add(kafka.send(new ProducerRecord<>(
                topic, partition, capturedMicros / MICROS_PER_MILLI, key, image, List.of(captured))));
    }

    /** Writes a frame in a transaction of its own, and commits or aborts it. */
    public void writeInTransaction(int partition, String stream, int number, long capturedMicros, boolean commit)
            throws ExecutionException, InterruptedException {
        Map<String, Object> settings = new HashMap<>(server);
        settings.put(ProducerConfig.TRANSACTIONAL_ID_CONFIG, topic + "-transactions");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            producer.beginTransaction();
            Future<RecordMetadata> written = producer.send(new ProducerRecord<>(
                    topic,
                    partition,
                    capturedMicros / MICROS_PER_MILLI,
                    new StreamName(stream).toKey(),
                    image(number, 64)));
            producer.flush();
            written.get();
            if (commit) {
                producer.commitTransaction();
            } else {
                producer.abortTransaction();
            }
        }
    }

    /** Waits until all frames are in the log. @return the position of each frame, in the order of writing */
    public List<RecordMetadata> flush() throws ExecutionException, InterruptedException {
        kafka.flush();
        List<RecordMetadata> places = new ArrayList<>();
        for (Future<RecordMetadata> written : underWay) {
            places.add(written.get());
        }
        underWay.clear();
        return places;
    }

    /** Removes the records before an offset, as retention does. */
    public void removeBefore(int partition, long offset) throws ExecutionException, InterruptedException {
        try (Admin admin = Admin.create(server)) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, partition), RecordsToDelete.beforeOffset(offset)))
                    .all()
                    .get();
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
