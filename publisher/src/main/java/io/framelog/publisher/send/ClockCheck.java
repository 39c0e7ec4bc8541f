package io.framelog.publisher.send;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compares this machine's clock with Kafka's, by records of a topic with {@code message.timestamp.type=LogAppendTime}.
 * Kafka answers with the time by its own clock. Says once that they differ, and once that they agree again. Not
 * thread-safe.
 */
final class ClockCheck {
    /** A smaller difference is right: viewers show ages in seconds. */
    static final Duration LIMIT = Duration.ofSeconds(2);

    private final Logger log = LoggerFactory.getLogger(ClockCheck.class);
    private boolean wrong;

    /**
     * Kafka has acknowledged a record. All times are in milliseconds since the epoch.
     *
     * @param sent when the record was sent, by this machine's clock; also the record's time
     * @param stamped the time that Kafka has given to the record; the same as {@code sent} if the topic keeps the times
     *     of producers, which tells nothing
     * @param answered when the answer came, by this machine's clock
     */
    void answered(long sent, long stamped, long answered) {
        if (stamped == sent) {
            return;
        }
        // Kafka stamped the record between both times. So a slow answer never looks like a wrong clock.
        long ahead = Math.max(0, sent - stamped) - Math.max(0, stamped - answered);
        boolean before = wrong;
        wrong = Math.abs(ahead) >= LIMIT.toMillis();
        if (wrong && !before) {
            log.warn(
                    "this machine's clock is at least {} s {} Kafka's: the frames get wrong times, and viewers show them wrong;"
                            + " set the clocks, for example by NTP",
                    Math.abs(ahead) / 1000,
                    ahead > 0 ? "ahead of" : "behind");
        } else if (before && !wrong) {
            log.info("this machine's clock agrees with Kafka's again");
        }
    }
}
