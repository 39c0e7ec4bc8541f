package io.framelog.publisher.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.publisher.source.MediaSink;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TimelineTest {
    private static final long NOON = 1_700_000_000_000_000L;
    private static final long FRAME = 33_333;
    private static final long LONGEST_GAP = 10_000_000;

    private final SteppedClock clock = new SteppedClock(NOON);

    @Test
    void liveFramesHaveTheCamerasEvenTimesWhateverTheirDelay() {
        LiveTimeline timeline = new LiveTimeline(clock);
        timeline.begin(FRAME);
        long cameraZero = 5_000;
        long[] delays = {4_000, 900, 7_000, 1_000, 900, 12_000, 3_000};
        for (int i = 0; i < delays.length; i++) {
            clock.micros = NOON + i * FRAME + delays[i];
            long captured = timeline.arrive(cameraZero + i * FRAME);
            if (i > 0) {
                long off = captured - (NOON + i * FRAME + 900);
                assertTrue(Math.abs(off) <= 50, "the smallest delay is the difference of the clocks, off by " + off);
            }
        }
    }

    @Test
    void liveFrameIsNeverCapturedAfterItCame() {
        LiveTimeline timeline = new LiveTimeline(clock);
        timeline.begin(FRAME);
        for (int i = 0; i < 1000; i++) {
            clock.micros += FRAME - (i % 7) * 100L;
            assertTrue(timeline.arrive(i * FRAME) <= clock.micros);
        }
    }

    @Test
    void cameraWhoseClockJumpsIsComparedAnew() {
        LiveTimeline timeline = new LiveTimeline(clock);
        timeline.begin(FRAME);
        timeline.arrive(0);
        clock.micros += FRAME;
        assertEquals(clock.micros, timeline.arrive(3_600_000_000L));
        clock.micros += FRAME;
        assertEquals(clock.micros, timeline.arrive(7));
    }

    @Test
    void liveFrameWithoutATimeIsCapturedWhenItCame() {
        LiveTimeline timeline = new LiveTimeline(clock);
        timeline.begin(FRAME);
        assertEquals(NOON, timeline.arrive(MediaSink.NO_TIME));
    }

    @Test
    void recordingPlaysAtItsOwnPaceAlsoWhereThatVaries() throws InterruptedException {
        RecordedTimeline timeline = new RecordedTimeline(Clock.systemUTC(), 1, LONGEST_GAP);
        timeline.begin(FRAME);
        long[] times = {70_000, 80_000, 200_000, 210_000, 350_000};
        long start = System.nanoTime();
        long first = timeline.release(timeline.arrive(times[0]));
        for (long time : times) {
            long captured = timeline.release(timeline.arrive(time));
            assertEquals(time - times[0], captured - first, "captured at the recording's own intervals");
            long elapsed = (System.nanoTime() - start) / 1000;
            assertTrue(elapsed >= time - times[0], "not before it is due: " + elapsed);
        }
    }

    @Test
    void speedDividesTheIntervals() throws InterruptedException {
        RecordedTimeline timeline = new RecordedTimeline(Clock.systemUTC(), 10, LONGEST_GAP);
        timeline.begin(FRAME);
        long first = timeline.release(timeline.arrive(0));
        assertEquals(20_000, timeline.release(timeline.arrive(200_000)) - first);
    }

    @Test
    void fastestSpeedWaitsForNothing() throws InterruptedException {
        RecordedTimeline timeline = new RecordedTimeline(clock, Double.POSITIVE_INFINITY, LONGEST_GAP);
        timeline.begin(FRAME);
        assertEquals(NOON, timeline.release(timeline.arrive(0)));
        clock.micros += 17;
        assertEquals(NOON + 17, timeline.release(timeline.arrive(86_400_000_000L)));
    }

    @Test
    void recordingWithoutTimesGoesOnEvenly() {
        RecordedTimeline timeline = new RecordedTimeline(clock, 1, LONGEST_GAP);
        timeline.begin(FRAME);
        for (int i = 0; i < 5; i++) {
            assertEquals(i * FRAME, timeline.arrive(MediaSink.NO_TIME));
        }
    }

    @Test
    void loopedOrJoinedRecordingGoesOnWhereItWas() {
        RecordedTimeline timeline = new RecordedTimeline(clock, 1, LONGEST_GAP);
        timeline.begin(FRAME);
        assertEquals(0, timeline.arrive(500));
        assertEquals(FRAME, timeline.arrive(500 + FRAME));
        timeline.begin(FRAME);
        assertEquals(2 * FRAME, timeline.arrive(500), "begun again");
        assertEquals(3 * FRAME, timeline.arrive(500 + FRAME));
        assertEquals(4 * FRAME, timeline.arrive(10), "stepped back");
        assertEquals(5 * FRAME, timeline.arrive(MediaSink.NO_TIME), "without a time");
    }

    @Test
    void leapIsPlayedAsOneFrameAndALongGapAsItIs() {
        RecordedTimeline timeline = new RecordedTimeline(clock, 1, LONGEST_GAP);
        timeline.begin(FRAME);
        long hours = 20_000_000_000L;
        assertEquals(0, timeline.arrive(hours), "it may start anywhere");
        assertEquals(LONGEST_GAP, timeline.arrive(hours + LONGEST_GAP), "a long gap");
        assertEquals(LONGEST_GAP + FRAME, timeline.arrive(3 * hours), "forward");
        assertEquals(LONGEST_GAP + 2 * FRAME, timeline.arrive(-hours), "back");
        assertEquals(LONGEST_GAP + 3 * FRAME, timeline.arrive(-hours + FRAME));
    }

    @Test
    void framesWithTheSameTimeKeepIt() {
        RecordedTimeline timeline = new RecordedTimeline(clock, 1, LONGEST_GAP);
        timeline.begin(FRAME);
        assertEquals(0, timeline.arrive(7));
        assertEquals(0, timeline.arrive(7));
        assertEquals(FRAME, timeline.arrive(7 + FRAME));
    }

    private static final class SteppedClock extends Clock {
        private long micros;

        SteppedClock(long micros) {
            this.micros = micros;
        }

        @Override
        public Instant instant() {
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
