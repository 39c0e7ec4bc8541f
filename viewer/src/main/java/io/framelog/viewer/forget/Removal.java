package io.framelog.viewer.forget;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.UsageFailure;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/** Removes a stream from the lists of all viewers of a topic, unless it is live. To be run once. */
public final class Removal {
    /** How long a frame or a status is waited for: a running publisher writes its status more often. */
    private static final Duration WATCH = StatusTopic.HEARTBEAT.plusSeconds(2);

    private static final Duration POLL = Duration.ofMillis(100);
    /** How long reading all statuses may take. */
    private static final Duration READ_LIMIT = Duration.ofSeconds(30);

    private final KafkaOptions kafka;
    private final StreamName stream;
    private final StatusTopic statusTopic;
    private Optional<StreamStatus> status = Optional.empty();
    private boolean live;

    /** @param stream the stream to remove */
    public Removal(KafkaOptions kafka, StreamName stream) {
        this.kafka = kafka;
        this.stream = stream;
        statusTopic = StatusTopic.of(kafka.topic());
    }

    /**
     * Removes the stream.
     *
     * @return what was done, in one line
     * @throws CommandFailure if the topic does not exist, or the stream is live
     * @throws org.apache.kafka.common.KafkaException if Kafka does not answer, or refuses
     */
    public String run(ConsumerFactory consumers) throws InterruptedException {
        Map<TopicPartition, Long> frameEnds;
        try (LogConsumer consumer = consumers.discovery()) {
            frameEnds = consumer.endOffsets(consumer.partitions(kafka.topic()));
            if (frameEnds.isEmpty()) {
                throw new CommandFailure(
                        ExitCode.NO_INPUT, "the topic " + kafka.topic() + " does not exist: see --topic");
            }
            Map<TopicPartition, Long> statusEnds = readStatuses(consumer);
            if (status.filter(last -> last.state() == StreamStatus.State.ENDED).isEmpty()) {
                watch(consumer, frameEnds, statusEnds);
            }
            if (live) {
                throw new UsageFailure("'" + stream + "' is live and would come back at once: stop its publisher"
                        + status.map(last -> " " + last.publisher()).orElse("") + " first");
            }
            // Only the frames that exist before the tombstone are old.
            frameEnds = consumer.endOffsets(frameEnds.keySet());
        }
        Map<Integer, Long> before = new HashMap<>();
        frameEnds.forEach((partition, end) -> before.put(partition.partition(), end));
        new StatusWriter(kafka, statusTopic.name()).write(statusTopic.forget(stream, before));
        return "'" + stream + "' is forgotten"
                + (status.isPresent() ? "" : ", though no publisher has reported its status: check the name")
                + "; its frames stay in " + kafka.topic() + " until Kafka removes them, and a new frame brings it back";
    }

    /** @return the ends up to which they were read */
    private Map<TopicPartition, Long> readStatuses(LogConsumer consumer) {
        Set<TopicPartition> partitions = consumer.partitions(statusTopic.name());
        Map<TopicPartition, Long> begins = consumer.beginOffsets(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        Map<TopicPartition, OffsetRange> ranges = ends.keySet().stream()
                .filter(partition -> begins.getOrDefault(partition, 0L) < ends.getOrDefault(partition, 0L))
                .collect(Collectors.toMap(
                        Function.identity(),
                        partition ->
                                new OffsetRange(begins.getOrDefault(partition, 0L), ends.getOrDefault(partition, 0L))));
        Map<TopicPartition, Long> reached = consumer.read(ranges, READ_LIMIT, this::noteStatus);
        if (reached.entrySet().stream().anyMatch(end -> end.getValue() < ends.getOrDefault(end.getKey(), 0L))) {
            throw new TimeoutException("the statuses were not sent within " + READ_LIMIT.toSeconds() + " s");
        }
        return ends;
    }

    private void noteStatus(ConsumerRecord<byte[], ByteBuffer> record) {
        if (isOfStream(record)) {
            ByteBuffer value = record.value();
            byte[] json = new byte[value == null ? 0 : value.remaining()];
            if (value != null) {
                value.duplicate().get(json);
            }
            status = statusTopic.read(json);
        }
    }

    /** Whether anything of the stream comes now. Clocks are not compared, because they may be wrong. */
    private void watch(
            LogConsumer consumer, Map<TopicPartition, Long> frameEnds, Map<TopicPartition, Long> statusEnds) {
        Map<TopicPartition, Long> from = new HashMap<>(frameEnds);
        from.putAll(statusEnds);
        consumer.assignAt(from);
        long start = System.nanoTime();
        while (!live && System.nanoTime() - start < WATCH.toNanos()) {
            consumer.poll(POLL).forEach(record -> live |= isOfStream(record));
        }
        consumer.unassign();
    }

    private boolean isOfStream(ConsumerRecord<byte[], ByteBuffer> record) {
        return StreamName.ofKey(record.key()).filter(stream::equals).isPresent();
    }
}
