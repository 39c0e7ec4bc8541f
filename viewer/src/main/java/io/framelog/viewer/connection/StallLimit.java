package io.framelog.viewer.connection;

import java.time.Duration;

/**
 * When a client counts as stalled, and its connection is ended.
 *
 * @param progressNanos the longest time without progress of an unfinished write
 * @param writeNanos the longest time that one write may take
 */
public record StallLimit(long progressNanos, long writeNanos) {
    /** Limits only the time without progress: a client that takes a little now and then has no limit. */
    public static StallLimit ofProgress(Duration progress) {
        return new StallLimit(progress.toNanos(), Long.MAX_VALUE);
    }

    /** The same, and limits how long each write may take. */
    public StallLimit withWriteLimit(Duration write) {
        return new StallLimit(progressNanos, write.toNanos());
    }
}
