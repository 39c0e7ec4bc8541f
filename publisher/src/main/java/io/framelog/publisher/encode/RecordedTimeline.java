package io.framelog.publisher.encode;

import io.framelog.latency.EpochClock;
import io.framelog.publisher.source.MediaSink;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The timeline of a recording: frames go on at the recording's pace times a factor, whatever that pace is, and count as
 * captured when they are due. Where Kafka made them late by more than a second, the rest follows from then on at its pace
 * rather than in a rush.
 */
public final class RecordedTimeline implements Timeline {
    private static final long MOST_LATE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final EpochClock clock;
    private final double speed;
    private long frameInterval;
    private boolean beginning = true;
    private long shift;
    private long lastStamp;
    private boolean arrived;
    private boolean started;
    private long startNanos;
    private long startMicros;

    /**
     * @param clock the time of day, at microsecond precision
     * @param speed times the recording's own; infinity: no waiting, a frame is captured when its image is ready
     */
    public RecordedTimeline(Clock clock, double speed) {
        this.clock = new EpochClock(clock);
        this.speed = speed;
    }

    @Override
    public void begin(long frameInterval) {
        this.frameInterval = frameInterval;
        beginning = true;
    }

    @Override
    public long arrive(long time) {
        long next = arrived ? lastStamp + frameInterval : 0;
        arrived = true;
        if (time == MediaSink.NO_TIME) {
            lastStamp = next;
            return next;
        }
        // A recording's zero is anywhere, and a joined one steps back: its pictures follow on those before.
        if (beginning || time + shift < lastStamp) {
            beginning = false;
            shift = next - time;
        }
        lastStamp = time + shift;
        return lastStamp;
    }

    @Override
    public long release(long stamp) throws InterruptedException {
        if (Double.isInfinite(speed)) {
            started = true;
            return clock.micros();
        }
        long offset = Math.round(stamp / speed);
        long now = System.nanoTime();
        if (!started || now - startNanos - TimeUnit.MICROSECONDS.toNanos(offset) > MOST_LATE_NANOS) {
            started = true;
            startNanos = now - TimeUnit.MICROSECONDS.toNanos(offset);
            startMicros = clock.micros() - offset;
        }
        for (long wait; (wait = startNanos + TimeUnit.MICROSECONDS.toNanos(offset) - System.nanoTime()) > 0; ) {
            LockSupport.parkNanos(wait);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
        return startMicros + offset;
    }
}
