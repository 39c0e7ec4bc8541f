package io.framelog.viewer.part;

/**
 * When Kafka's client handed frames out.
 *
 * @param nanos by {@link System#nanoTime()}
 * @param micros microseconds since the epoch
 */
public record Receipt(long nanos, long micros) {}
