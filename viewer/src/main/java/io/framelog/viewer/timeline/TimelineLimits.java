package io.framelog.viewer.timeline;

import java.time.Duration;

/**
 * How long a timeline may be worked on. The slower Kafka is, the coarser it gets.
 *
 * @param sampling after this time no more samples are taken
 * @param search after this time no more gaps are looked for
 */
public record TimelineLimits(Duration sampling, Duration search) {
    /** So that people have an answer within a second. */
    public static final TimelineLimits DEFAULT = new TimelineLimits(Duration.ofMillis(450), Duration.ofMillis(700));
}
