package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.viewer.events.PastEvents.Request;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.LogConsumer;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;

class PastEventsTest {
    private static final EventTopic TOPIC = new EventTopic("video-events");

    /** A log without events that rejects lookups by time. */
    private static final class Log extends MockConsumer<byte[], ByteBuffer> {
        Log() {
            super("earliest");
            Node none = Node.noNode();
            updatePartitions(TOPIC.name(), List.of(new PartitionInfo(TOPIC.name(), 0, none, new Node[0], new Node[0])));
            updateBeginningOffsets(Map.of(new TopicPartition(TOPIC.name(), 0), 0L));
            updateEndOffsets(Map.of(new TopicPartition(TOPIC.name(), 0), 0L));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            throw new IllegalArgumentException("no such time");
        }
    }

    @Test
    void requestThatCannotBeAnsweredHoldsNobodyUp() {
        EventCounters counters = new EventCounters(1);
        PastEvents past = new PastEvents(TOPIC.name(), new EventDecoder(TOPIC, counters), counters);
        List<String> told = new ArrayList<>();
        past.request(request(EventStart.since(Instant.EPOCH), "the first", told));
        past.request(request(EventStart.EARLIEST, "the second", told));
        try (Log log = new Log()) {
            assertEquals(ConsumerThread.UNTIL_WOKEN, past.step(new LogConsumer(log)));
        }
        assertEquals(List.of("the first failed", "the second was answered"), told);
        assertTrue(counters.pastReadCount() > 0);
    }

    private static Request request(EventStart start, String name, List<String> told) {
        return new Request(
                start,
                new EventFilter(stream -> true, EventKinds.ALL),
                () -> true,
                slice -> told.add(name + " was answered"),
                () -> told.add(name + " failed"));
    }
}
