package io.framelog.publisher.encode;

import io.framelog.latency.EpochClock;
import io.framelog.publisher.source.MediaSink;
import java.time.Clock;

/**
 * The timeline of a live source, whose frames are passed on at once. A camera's clock is even but has an arbitrary
 * zero. The arrival has the time of day, but with a varying delay. So the smallest delay seen defines the difference of
 * the clocks.
 */
public final class LiveTimeline implements Timeline {
    /** With a larger delay, the source's clock has jumped and is compared again. */
    private static final long JUMP_MICROS = 1_000_000;
    /** The difference follows a growing delay by this fraction: clocks drift apart by at most about 100 ppm. */
    private static final long DRIFT_SHARE = 1000;

    private final EpochClock clock;
    private boolean compared;
    private long difference;

    /** @param clock with microsecond precision */
    public LiveTimeline(Clock clock) {
        this.clock = new EpochClock(clock);
    }

    @Override
    public void begin(long frameInterval) {
        compared = false;
    }

    @Override
    public long arrive(long time) {
        long now = clock.micros();
        if (time == MediaSink.NO_TIME) {
            return now;
        }
        long delay = now - time - difference;
        if (!compared || delay < 0 || delay > JUMP_MICROS) {
            compared = true;
            difference = now - time;
        } else {
            difference += delay / DRIFT_SHARE;
        }
        return time + difference;
    }

    @Override
    public long release(long stamp) {
        return stamp;
    }
}
