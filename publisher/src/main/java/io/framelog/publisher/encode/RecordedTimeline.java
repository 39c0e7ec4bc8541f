package io.framelog.publisher.encode;

import io.framelog.latency.EpochClock;
import io.framelog.publisher.source.MediaSink;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The timeline of a recording, or of a live source that arrives in bursts. Frames are passed on at the recording's own pace times a factor, and count as captured
 * when they are due. After a delay of more than a second, caused by Kafka, the rest follows at its normal pace instead
 * of in a rush. Times that leap forward or back are played on as if nothing was missing.
 */
public final class RecordedTimeline implements Timeline {
    private static final long MAX_DELAY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Logger log = LoggerFactory.getLogger(RecordedTimeline.class);
    private final EpochClock clock;
    private final double speed;
    private final long longestGap;
    private boolean leapTold;
    private long frameInterval;
    private boolean beginning = true;
    private long shift;
    private long lastStamp;
    private boolean arrived;
    private boolean started;
    private long startNanos;
    private long startMicros;

    /**
     * @param clock with microsecond precision
     * @param speed 1 as recorded; infinity: without waiting, and a frame counts as captured when its image is ready
     * @param longestGap a longer time between two pictures, in microseconds, is a leap of the source's clock
     */
    public RecordedTimeline(Clock clock, double speed, long longestGap) {
        this.clock = new EpochClock(clock);
        this.speed = speed;
        this.longestGap = longestGap;
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
        // A recording may start at any time, and a joined one leaps: its pictures follow the previous ones.
        long gap = time + shift - lastStamp;
        if (beginning) {
            beginning = false;
            shift = next - time;
        } else if (gap < 0 || gap > longestGap) {
            tellLeap(gap);
            shift = next - time;
        }
        lastStamp = time + shift;
        return lastStamp;
    }

    private void tellLeap(long gap) {
        if (!leapTold) {
            leapTold = true;
            log.info(
                    "the timestamps leap {} by {} s after {} s of video: playing on without a gap",
                    gap < 0 ? "back" : "forward",
                    Math.round(Math.abs(gap) / 1e3) / 1e3,
                    Math.round(lastStamp / 1e3) / 1e3);
        }
    }

    @Override
    public long release(long stamp) throws InterruptedException {
        if (Double.isInfinite(speed)) {
            started = true;
            return clock.micros();
        }
        long offset = Math.round(stamp / speed);
        long now = System.nanoTime();
        if (!started || now - startNanos - TimeUnit.MICROSECONDS.toNanos(offset) > MAX_DELAY_NANOS) {
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
