package io.framelog.publisher.encode;

import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.PublishStats;

/**
 * The highest rate of a live source for which no rate was chosen, and which shares the way to Kafka with others. What is
 * too much is dropped and told. A source may deliver the frames of one second at once, as after a stall of the network.
 * For one thread.
 */
public final class FloodLimit implements RateLimit {
    /** Cameras are usually set to 60 frames a second or fewer. */
    public static final int FRAMES_PER_SECOND = 120;

    private static final long SECOND = 1_000_000;
    private static final long INTERVAL = SECOND / FRAMES_PER_SECOND;

    /** Earlier than every time, and without an overflow in differences. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final PublishStats stats;
    /** When the frames that have passed would be over, if they had come at the highest rate. */
    private long usedUntil = NEVER;

    /** @param stats counts the dropped frames */
    public FloodLimit(PublishStats stats) {
        this.stats = stats;
    }

    @Override
    public void begin(long frameInterval) {
        usedUntil = NEVER;
    }

    @Override
    public boolean admits(long time) {
        boolean stepped = usedUntil - time > SECOND + INTERVAL;
        long begin = stepped ? time : Math.max(usedUntil, time);
        if (begin - time > SECOND - INTERVAL) {
            stats.drop(
                    DropReason.TOO_FAST, "more than " + FRAMES_PER_SECOND + " frames a second: fps sets another limit");
            return false;
        }
        usedUntil = begin + INTERVAL;
        return true;
    }
}
