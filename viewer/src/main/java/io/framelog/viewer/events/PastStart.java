package io.framelog.viewer.events;

import io.framelog.viewer.kafka.LogConsumer;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;

/**
 * Where reading the past begins, in the log as it is now.
 *
 * @param ends the log's end offsets
 * @param gap why reading does not begin at the requested position; empty if it does
 */
record PastStart(EventCursor from, Map<TopicPartition, Long> ends, String gap) {
    /** Finds the start in Kafka. */
    static PastStart find(LogConsumer consumer, Set<TopicPartition> partitions, EventStart start) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        if (start instanceof EventStart.Since since) {
            return new PastStart(ofTime(consumer, ends, since.time().toEpochMilli()), ends, "");
        }
        if (start instanceof EventStart.After after) {
            Map<TopicPartition, Long> beginnings = consumer.beginOffsets(partitions);
            return ofCursor(after.cursor(), beginnings, ends);
        }
        return new PastStart(cursor(ends), ends, "");
    }

    private static EventCursor ofTime(LogConsumer consumer, Map<TopicPartition, Long> ends, long epochMillis) {
        Map<TopicPartition, Long> next = new HashMap<>(ends);
        consumer.firstRecordsAt(ends.keySet(), epochMillis)
                .forEach((partition, record) -> next.put(partition, record.offset()));
        return cursor(next);
    }

    private static PastStart ofCursor(
            EventCursor wanted, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> next = new HashMap<>();
        StringBuilder gap = new StringBuilder();
        ends.forEach((partition, end) -> {
            long beginning = beginnings.getOrDefault(partition, 0L);
            long from = wanted.next(partition.partition());
            if (from > end) {
                gap.append("the log of partition ").append(partition.partition());
                gap.append(" ends before that event, so it was replaced; starting with its first event; ");
                next.put(partition, beginning);
            } else if (from < beginning) {
                if (from > 0) {
                    gap.append(beginning - from).append(" records of partition ");
                    gap.append(partition.partition()).append(" have left the log; ");
                }
                next.put(partition, beginning);
            } else {
                next.put(partition, from);
            }
        });
        return new PastStart(cursor(next), ends, gap.isEmpty() ? "" : gap.substring(0, gap.length() - 2));
    }

    private static EventCursor cursor(Map<TopicPartition, Long> next) {
        TreeMap<Integer, Long> byNumber = new TreeMap<>();
        next.forEach((partition, offset) -> byNumber.put(partition.partition(), offset));
        return new EventCursor(byNumber);
    }
}
