package io.framelog.publisher.resume;

import static java.util.stream.Collectors.toMap;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.kafka.FrameRecordReader;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.kafka.NoFrameException;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteBufferDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Finds how far the log has a recording. The stream's status tells the run and a position near its end; from there the
 * log itself is read, because the status is up to a heartbeat older. For one thread.
 */
public final class ResumeLookup {
    /** How long before the last status frames may have been sent that it does not tell of. */
    private static final Duration BEFORE_STATUS = Duration.ofMinutes(1);

    private static final Duration POLL = Duration.ofMillis(100);

    private final KafkaOptions kafka;
    private final Duration patience;

    /** @param patience how long to wait for Kafka */
    public ResumeLookup(KafkaOptions kafka, Duration patience) {
        this.kafka = kafka;
        this.patience = patience;
    }

    /**
     * Finds the last frame of a recording.
     *
     * @param source what the status calls the recording
     * @return empty if the log has none of it, or the stream had another source since
     * @throws CommandFailure if Kafka cannot be reached or refuses
     * @throws InterruptedException if this thread is interrupted
     */
    public Optional<ResumePoint> find(StreamName stream, String source) throws InterruptedException {
        try (KafkaConsumer<byte[], ByteBuffer> consumer = kafka.connect(this::consumer)) {
            Optional<StreamStatus> status =
                    lastStatus(consumer, stream).filter(last -> !last.run().isEmpty() && isOf(last, source));
            return status.isEmpty() ? Optional.empty() : lastFrame(consumer, stream, status.get());
        } catch (InterruptException e) {
            boolean unused = Thread.interrupted();
            throw new InterruptedException();
        } catch (ApiException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "--resume cannot read what was published, from Kafka at " + kafka.address() + ": "
                            + new KafkaFault(e).text(KafkaFault.Right.READ, kafka.topic()),
                    e);
        }
    }

    private KafkaConsumer<byte[], ByteBuffer> consumer() {
        return new KafkaConsumer<>(
                kafka.over(Map.of(
                        ConsumerConfig.CLIENT_ID_CONFIG,
                        "framelog-publisher-resume",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        false,
                        ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                        false,
                        ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
                        Math.toIntExact(patience.toMillis()),
                        ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG,
                        false)),
                new ByteArrayDeserializer(),
                new ByteBufferDeserializer());
    }

    private Optional<StreamStatus> lastStatus(KafkaConsumer<byte[], ByteBuffer> consumer, StreamName stream) {
        StatusTopic topic = StatusTopic.of(kafka.topic());
        byte[] key = stream.toKey();
        @Nullable StreamStatus[] last = {null};
        List<TopicPartition> partitions = partitions(consumer, topic.name());
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        readToEnd(consumer, record -> {
            if (Arrays.equals(key, record.key())) {
                last[0] = record.value() == null
                        ? null
                        : topic.read(bytes(record.value())).orElse(last[0]);
            }
        });
        return Optional.ofNullable(last[0]);
    }

    private static byte[] bytes(ByteBuffer value) {
        byte[] bytes = new byte[value.remaining()];
        value.duplicate().get(bytes);
        return bytes;
    }

    /** A status has a long name shortened. */
    private static boolean isOf(StreamStatus status, String source) {
        return source.length() <= StatusTopic.MAX_TEXT
                ? source.equals(status.source())
                : status.source().startsWith(source.substring(0, StatusTopic.MAX_TEXT));
    }

    private Optional<ResumePoint> lastFrame(
            KafkaConsumer<byte[], ByteBuffer> consumer, StreamName stream, StreamStatus status) {
        List<TopicPartition> partitions = partitions(consumer, kafka.topic());
        seek(consumer, kafka.topic(), partitions, status);
        FrameRecordReader records = new FrameRecordReader();
        byte[] key = stream.toKey();
        @Nullable ResumePoint[] last = {null};
        readToEnd(consumer, record -> {
            if (Arrays.equals(key, record.key())) {
                last[0] = later(last[0], record, records, status.run());
            }
        });
        return Optional.ofNullable(last[0]);
    }

    /** The stream may have come into another partition since, if the topic got more. */
    private static void seek(
            KafkaConsumer<byte[], ByteBuffer> consumer,
            String topic,
            List<TopicPartition> partitions,
            StreamStatus status) {
        long since = status.heartbeat().minus(BEFORE_STATUS).toEpochMilli();
        consumer.assign(partitions);
        consumer.seekToEnd(partitions);
        Map<TopicPartition, @Nullable OffsetAndTimestamp> found =
                consumer.offsetsForTimes(partitions.stream().collect(toMap(one -> one, one -> Math.max(0, since))));
        found.forEach((partition, place) -> {
            if (place != null) {
                consumer.seek(partition, place.offset());
            }
        });
        status.newest()
                .map(newest -> new TopicPartition(topic, newest.partition()))
                .filter(partitions::contains)
                .ifPresent(partition ->
                        consumer.seek(partition, status.newest().orElseThrow().offset()));
    }

    private static @Nullable ResumePoint later(
            @Nullable ResumePoint last,
            ConsumerRecord<byte[], ByteBuffer> record,
            FrameRecordReader records,
            String run) {
        try {
            Optional<Frame.Origin> origin =
                    records.read(record).origin().filter(found -> found.run().equals(run));
            if (origin.isEmpty() || (last != null && origin.get().seq() < last.frames())) {
                return last;
            }
            return new ResumePoint(run, origin.get().seq() + 1, new Position(record.partition(), record.offset()));
        } catch (NoFrameException e) {
            return last;
        }
    }

    private static List<TopicPartition> partitions(KafkaConsumer<byte[], ByteBuffer> consumer, String topic) {
        return consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
    }

    /** What comes meanwhile, from other streams, is not waited for. */
    private void readToEnd(
            KafkaConsumer<byte[], ByteBuffer> consumer, Consumer<ConsumerRecord<byte[], ByteBuffer>> sink) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
        long deadline = System.nanoTime() + patience.toNanos();
        while (!missing(consumer, ends).isEmpty()) {
            var polled = consumer.poll(POLL);
            polled.forEach(sink);
            if (!polled.isEmpty()) {
                deadline = System.nanoTime() + patience.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new CommandFailure(
                        ExitCode.UNAVAILABLE,
                        "--resume cannot read what was published: Kafka at " + kafka.address() + " does not answer");
            }
        }
    }

    private static Collection<TopicPartition> missing(
            KafkaConsumer<byte[], ByteBuffer> consumer, Map<TopicPartition, Long> ends) {
        return ends.keySet().stream()
                .filter(partition -> consumer.position(partition) < Objects.requireNonNull(ends.get(partition)))
                .toList();
    }
}
