package io.framelog.publisher.encode;

import io.framelog.latency.EpochClock;
import io.framelog.publisher.source.MediaSink;
import java.time.Clock;

/**
 * The timeline of a live source: frames go on at once. A camera's clock is even but has its own zero, the arrival shows the
 * time of day but comes late, by turns more and less; so the smallest lateness seen is taken for the clocks' difference.
 */
public final class LiveTimeline implements Timeline {
    /** Beyond this the source's clock has jumped, and is compared anew. */
    private static final long JUMP_MICROS = 1_000_000;
    /** The share by which the difference follows a growing lateness: clocks drift apart by some 100 ppm at most. */
    private static final long DRIFT_SHARE = 1000;

    private final EpochClock clock;
    private boolean compared;
    private long difference;

    /** @param clock the time of day, at microsecond precision */
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
        long lateness = now - time - difference;
        if (!compared || lateness < 0 || lateness > JUMP_MICROS) {
            compared = true;
            difference = now - time;
        } else {
            difference += lateness / DRIFT_SHARE;
        }
        return time + difference;
    }

    @Override
    public long release(long stamp) {
        return stamp;
    }
}
