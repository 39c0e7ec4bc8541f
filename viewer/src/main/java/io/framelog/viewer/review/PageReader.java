package io.framelog.viewer.review;

import io.framelog.event.EventTopic;
import io.framelog.viewer.events.EventRecord;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;

/**
 * Reads one page: every partition backward, merged by the records' timestamps. It stops early when it has read for long
 * enough; the page then has fewer events, and the next one goes on. For one thread, used once.
 */
final class PageReader {
    /** The most bytes of all partitions that are in memory, about. */
    private static final long BUFFER_BYTES = 8L << 20;
    /** The shortest first block: less makes no read cheaper. */
    private static final int MIN_BLOCK = 16;
    /** How long Kafka may take for a block. */
    private static final Duration BLOCK_LIMIT = LogConsumer.ANSWER_LIMIT;

    /** How much later than its time an event may be written and still be found by a time. */
    private static final Duration LATENESS = Duration.ofHours(1);

    private final EventTopic topic;
    private final LogConsumer consumer;
    private final PageQuery query;
    private final PageLimits limits;
    private final long begun = System.nanoTime();
    private long records;
    private boolean blocksRead;

    PageReader(EventTopic topic, LogConsumer consumer, PageQuery query, PageLimits limits) {
        this.topic = topic;
        this.consumer = consumer;
        this.query = query;
        this.limits = limits;
    }

    /** @throws org.apache.kafka.common.KafkaException if Kafka does not answer */
    EventPage read() {
        Map<TopicPartition, PartitionPast> pasts = begin(consumer.partitions(topic.name()));
        List<PagedEvent> events = new ArrayList<>();
        long bytes = 0;
        while (events.size() < query.limit() && readOn(pasts)) {
            Optional<PartitionPast> newest = newest(pasts);
            if (newest.isEmpty()) {
                break;
            }
            PagedEvent event = newest.get().newest();
            bytes += event.bytes();
            if (bytes > limits.bytes() && !events.isEmpty()) {
                break;
            }
            events.add(event);
            newest.get().removeNewest();
        }
        boolean isOver = pasts.values().stream().allMatch(PartitionPast::isOver);
        return new EventPage(events, isOver ? Optional.empty() : Optional.of(place(pasts)), records);
    }

    private Map<TopicPartition, PartitionPast> begin(Set<TopicPartition> partitions) {
        Map<TopicPartition, Long> begins = new HashMap<>(consumer.beginOffsets(partitions));
        Map<TopicPartition, Long> ends = new HashMap<>(consumer.endOffsets(partitions));
        query.oldest().map(Instant::toEpochMilli).ifPresent(millis -> consumer.offsetsAt(partitions, millis)
                .forEach((partition, offset) -> begins.merge(partition, offset, Math::max)));
        query.newest().map(time -> time.plus(LATENESS).toEpochMilli()).ifPresent(millis -> consumer.firstRecordsAt(
                        partitions, millis)
                .forEach((partition, record) -> ends.merge(partition, record.offset(), Math::min)));
        int share = Math.max(1, partitions.size());
        return partitions.stream()
                .collect(Collectors.toMap(
                        partition -> partition,
                        partition -> new PartitionPast(
                                partition.partition(),
                                begins.getOrDefault(partition, 0L),
                                query.place().limit(partition.partition(), ends.getOrDefault(partition, 0L)),
                                Math.max(MIN_BLOCK, query.limit() / share),
                                query.limit(),
                                BUFFER_BYTES / share)));
    }

    /** Reads until the newest event of each partition is known. @return false if that would take too long */
    private boolean readOn(Map<TopicPartition, PartitionPast> pasts) {
        while (true) {
            Map<TopicPartition, PartitionPast> unknown = pasts.entrySet().stream()
                    .filter(past -> past.getValue().needsBlock())
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
            if (unknown.isEmpty()) {
                return true;
            }
            if (isTired()) {
                return false;
            }
            readBlocks(unknown);
        }
    }

    /** The first blocks are always read: without them the next page would begin at the same place. */
    private boolean isTired() {
        return blocksRead
                && (records >= limits.records()
                        || System.nanoTime() - begun >= limits.work().toNanos());
    }

    private void readBlocks(Map<TopicPartition, PartitionPast> pasts) {
        Map<TopicPartition, OffsetRange> blocks = pasts.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, past -> past.getValue().beginBlock()));
        Map<TopicPartition, Long> reached = consumer.read(blocks, BLOCK_LIMIT, record -> {
            records++;
            PartitionPast past = pasts.get(new TopicPartition(record.topic(), record.partition()));
            if (past != null) {
                past.take(record, this::read);
            }
        });
        blocks.forEach((partition, block) -> {
            if (reached.getOrDefault(partition, 0L) < block.to()) {
                throw new TimeoutException("Kafka gave a part of " + partition + " only");
            }
        });
        pasts.values().forEach(PartitionPast::endBlock);
        blocksRead = true;
    }

    private Optional<PagedEvent> read(ConsumerRecord<byte[], ByteBuffer> record) {
        PageFilter filter = query.filter();
        return filter.mayAdmit(record.key())
                ? EventRecord.read(topic, record, read -> Optional.of(read)
                        .filter(wanted -> filter.admits(wanted.event())
                                && query.place().admits(wanted.event().time()))
                        .map(wanted -> PagedEvent.of(record, wanted, query.pictures())))
                : Optional.empty();
    }

    private static Optional<PartitionPast> newest(Map<TopicPartition, PartitionPast> pasts) {
        return pasts.values().stream()
                .filter(PartitionPast::hasEvent)
                .max(Comparator.comparingLong(
                                (PartitionPast past) -> past.newest().timestamp())
                        .thenComparing(PartitionPast::partition));
    }

    private PagePlace place(Map<TopicPartition, PartitionPast> pasts) {
        return query.place()
                .at(pasts.values().stream().collect(Collectors.toMap(PartitionPast::partition, PartitionPast::place)));
    }
}
