package io.framelog.viewer.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.testing.Await;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventTailTest {
    private static final EventTopic TOPIC = new EventTopic("video-events");
    private static final TopicPartition PARTITION = new TopicPartition(TOPIC.name(), 0);

    private final List<String> told = new ArrayList<>();
    private final EventTail tail =
            new EventTail(TOPIC.name(), new EventDecoder(TOPIC, new EventCounters(1)), new EventTail.Listener() {
                @Override
                public void begun(long session, EventCursor end) {
                    told.add("begun at " + end);
                }

                @Override
                public void arrived(long session, List<LoggedEvent> events, EventCursor end) {
                    told.add("arrived to " + end);
                }

                @Override
                public void replaced(long session, Set<Integer> partitions, EventCursor end) {
                    told.add("replaced " + partitions);
                }
            });

    /** A log with old records up to an offset. */
    private static final class Log extends MockConsumer<byte[], ByteBuffer> {
        private long firstNew;
        private boolean failing;

        Log() {
            super("earliest");
        }

        void appear(long end, long firstNewOne) {
            Node none = Node.noNode();
            updateBeginningOffsets(Map.of(PARTITION, 0L));
            updateEndOffsets(Map.of(PARTITION, end));
            firstNew = firstNewOne;
            updatePartitions(TOPIC.name(), List.of(new PartitionInfo(TOPIC.name(), 0, none, new Node[0], new Node[0])));
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            if (failing) {
                failing = false;
                throw new TimeoutException("as a test");
            }
            Map<TopicPartition, OffsetAndTimestamp> found = new HashMap<>();
            times.forEach((partition, time) -> found.put(partition, new OffsetAndTimestamp(firstNew, time)));
            return found;
        }
    }

    private void stepUntilTold(Log log, String... news) {
        Await.until(told::toString, () -> {
            var unusedPause = tail.step(new LogConsumer(log));
            return told.size() >= news.length;
        });
        assertEquals(List.of(news), told);
    }

    @Test
    void topicThatWasOnlyNotKnownForAMomentIsNotToldFromItsBeginning() {
        tail.setSession(1);
        try (Log log = new Log()) {
            stepUntilTold(log, "begun at -");
            log.appear(50, 40);
            stepUntilTold(log, "begun at -", "begun at 0@39");
            assertEquals(40, log.position(PARTITION));
        }
    }

    @Test
    void losesNoEventIfKafkaAnswersOnlyHalfOfTheQuestions() {
        tail.setSession(1);
        try (Log log = new Log()) {
            stepUntilTold(log, "begun at -");
            log.appear(50, 40);
            log.failing = true;
            Await.until("a request has failed", () -> {
                try {
                    var unusedPause = tail.step(new LogConsumer(log));
                } catch (TimeoutException e) {
                    assertTrue(log.assignment().isEmpty(), "nothing is read from a place that is not known");
                }
                return !log.failing;
            });
            stepUntilTold(log, "begun at -", "begun at 0@39");
            assertEquals(40, log.position(PARTITION));
        }
    }

    @Test
    void topicThatIsNewIsToldFromItsBeginning() {
        tail.setSession(1);
        try (Log log = new Log()) {
            stepUntilTold(log, "begun at -");
            log.appear(3, 0);
            Await.until("it is read", () -> {
                var unusedPause = tail.step(new LogConsumer(log));
                return log.assignment().contains(PARTITION);
            });
            assertEquals(0, log.position(PARTITION));
            assertEquals(List.of("begun at -"), told);
        }
    }

    @Test
    void logThatEndsBeforeWhereTheOldOneStoodIsAnotherAlsoWithoutARecord() {
        tail.setSession(1);
        try (Log log = new Log()) {
            log.appear(9, 0);
            stepUntilTold(log, "begun at 0@8");
            log.seek(PARTITION, 0); // as Kafka does if the offset is beyond the end
            stepUntilTold(log, "begun at 0@8", "replaced [0]");
        }
    }
}
