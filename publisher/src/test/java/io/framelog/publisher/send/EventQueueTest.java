package io.framelog.publisher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.publisher.metrics.EventFigures;
import io.framelog.publisher.metrics.StreamFigures.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RoundRobinPartitioner;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EventQueueTest {
    private static final EventTopic TOPIC = EventTopic.of("video-stream");
    private static final Instant TIME = Instant.parse("2026-11-28T10:00:00Z");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final EventQueue queue = new EventQueue(TOPIC);
    private final MockProducer<byte[], byte[]> kafka = producer();

    @AfterEach
    void close() {
        queue.close();
    }

    @Test
    void writesInOrderWhatCameBeforeKafkaDid() throws Exception {
        add(0, 3);
        queue.start(() -> kafka);
        add(3, 5);
        queue.awaitEmpty(LIMIT);
        assertEquals(numbers(0, 5), written(kafka));
    }

    @Test
    void whereTooManyWaitTheOldestAreGivenUpAndCounted() throws Exception {
        add(0, EventQueue.MAX_PENDING + 5);
        Level full = new Level(EventQueue.MAX_PENDING, EventQueue.MAX_PENDING);
        assertEquals(new EventFigures(full, 5), queue.figures());
        queue.start(() -> kafka);
        queue.awaitEmpty(LIMIT);
        assertEquals(new EventFigures(new Level(0, EventQueue.MAX_PENDING), 5), queue.figures());
        assertEquals(numbers(5, EventQueue.MAX_PENDING + 5), written(kafka));
    }

    @Test
    void triesTheSameAgainAfterAFault() throws Exception {
        MockProducer<byte[], byte[]> refusing = producer();
        refusing.sendException = new TopicAuthorizationException("video-events");
        AtomicInteger connected = new AtomicInteger();
        add(0, 2);
        queue.start(() -> connected.getAndIncrement() == 0 ? refusing : kafka);
        queue.awaitEmpty(LIMIT);
        assertTrue(refusing.closed());
        assertEquals(numbers(0, 2), written(kafka));
    }

    @Test
    void anEventWhoseTimeIsRefusedDoesNotKeepTheOthersWaiting() throws Exception {
        MockProducer<byte[], byte[]> refusing = producer();
        refusing.sendException = new InvalidTimestampException("3 h ahead");
        AtomicInteger connected = new AtomicInteger();
        add(0, 2);
        queue.start(() -> connected.getAndIncrement() == 0 ? refusing : kafka);
        queue.awaitEmpty(LIMIT);
        assertEquals(numbers(0, 2), written(kafka));
        assertEquals(
                List.of(0L, TIME.toEpochMilli()),
                kafka.history().stream().map(ProducerRecord::timestamp).toList(),
                "the refused one goes without its time, the next one is tried with it");
    }

    private static MockProducer<byte[], byte[]> producer() {
        return new MockProducer<>(
                true, new RoundRobinPartitioner(), new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void add(int from, int to) {
        for (String id : numbers(from, to)) {
            queue.add(new StreamEvent(
                    id, EventType.LOST, TIME, StreamName.DEFAULT, "", "", "", Optional.empty(), Map.of()));
        }
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.range(from, to).mapToObj(Integer::toString).toList();
    }

    private static List<String> written(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream()
                .map(record -> TOPIC.read(record.key(), record.value(), Instant.EPOCH)
                        .orElseThrow()
                        .id())
                .toList();
    }
}
