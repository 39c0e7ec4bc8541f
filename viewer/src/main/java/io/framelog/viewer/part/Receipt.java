package io.framelog.viewer.part;

/**
 * When frames were received from Kafka.
 *
 * @param nanos by {@link System#nanoTime()}
 * @param micros microseconds since the epoch
 */
public record Receipt(long nanos, long micros) {}
