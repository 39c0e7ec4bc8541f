package io.framelog.benchmarks.recording;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.benchmarks.recording.Recording.Moment;
import io.framelog.benchmarks.servers.Topic;
import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RecordingTest {
    private static final long BEGIN = 1_790_000_000_000L;

    private final Recording recording = new Recording(
            new Topic("127.0.0.1:9092", "frames"),
            0,
            List.of(new StreamName("a"), new StreamName("b")),
            BEGIN,
            Duration.ofMinutes(1),
            30_000);

    @Test
    void camerasTakeTurnsEvenly() {
        assertEquals(BEGIN * 1000, recording.capturedMicros(0, 0));
        assertEquals(BEGIN * 1000 + 16_666, recording.capturedMicros(0, 1));
        assertEquals(BEGIN * 1000 + 33_333, recording.capturedMicros(1, 0));
        assertEquals(BEGIN * 1000 + 59_983_333, recording.capturedMicros(1799, 1));
    }

    @Test
    void hasThirtyFramesASecond() {
        assertEquals(1800, recording.framesPerStream());
        assertEquals(1800, recording.framesUntil(Duration.ofMinutes(1)));
        assertEquals(30, recording.framesUntil(Duration.ofSeconds(1)));
        assertEquals(1, recording.framesUntil(Duration.ofMillis(33)));
        assertEquals(2, recording.framesUntil(Duration.ofMillis(35)));
    }

    @Test
    void picksMomentsOfAllStreamsWithEnoughAfterThem() {
        SplittableRandom random = new SplittableRandom(1);
        Set<StreamName> streams = new HashSet<>();
        long last = 0;
        for (int i = 0; i < 1000; i++) {
            Moment moment = recording.random(random, Duration.ofSeconds(20));
            assertTrue(moment.millis() >= BEGIN && moment.millis() < BEGIN + 40_000, moment::toString);
            streams.add(moment.stream());
            last = Math.max(last, moment.millis());
        }
        assertEquals(Set.copyOf(recording.streams()), streams);
        assertTrue(last > BEGIN + 35_000);
        assertEquals(BEGIN, recording.random(random, Duration.ofHours(1)).millis());
    }

    @Test
    void knowsWhichFramesAreOfAMoment() {
        Moment moment = new Moment(new StreamName("a"), BEGIN + 1000);
        assertTrue(recording.isAt(moment, (BEGIN + 1000) * 1000));
        assertTrue(recording.isAt(moment, (BEGIN + 1000) * 1000 + 33_333));
        assertTrue(recording.isAt(moment, (BEGIN + 1000) * 1000 - 33_333));
        assertFalse(recording.isAt(moment, (BEGIN + 1000) * 1000 + 33_334));
        assertFalse(recording.isAt(moment, -1));
    }

    @Test
    void eachNameBelongsToOnePartition() {
        Set<StreamName> names = new HashSet<>();
        for (int partition = 0; partition < 3; partition++) {
            List<StreamName> some = Recording.names(partition, 3, "camera-", 4);
            assertEquals(4, some.size());
            names.addAll(some);
        }
        assertEquals(12, names.size());
    }

    @Test
    void namesCountFromOneIfThereIsOnePartition() {
        assertEquals(
                List.of(new StreamName("camera-1"), new StreamName("camera-2")), Recording.names(0, 1, "camera-", 2));
    }
}
