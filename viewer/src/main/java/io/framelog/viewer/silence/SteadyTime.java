package io.framelog.viewer.silence;

import java.time.Duration;

/**
 * How long this process has been able to hear publishers without a pause. While Kafka is away, or the computer sleeps,
 * it is this viewer that hears nothing. Not thread-safe.
 */
final class SteadyTime {
    /** A longer pause between two looks means that this process was stopped, or had no time. */
    private static final Duration MAX_PAUSE = Duration.ofSeconds(2);

    private long sinceNanos;
    private long lookedNanos;

    /** @param nowNanos as {@link System#nanoTime()} */
    SteadyTime(long nowNanos) {
        sinceNanos = nowNanos;
        lookedNanos = nowNanos;
    }

    /**
     * To be called often.
     *
     * @param kafkaAnswers whether statuses can arrive
     * @return for how long that has been so
     */
    Duration look(boolean kafkaAnswers, long nowNanos) {
        if (!kafkaAnswers || nowNanos - lookedNanos > MAX_PAUSE.toNanos()) {
            sinceNanos = nowNanos;
        }
        lookedNanos = nowNanos;
        return Duration.ofNanos(nowNanos - sinceNanos);
    }
}
