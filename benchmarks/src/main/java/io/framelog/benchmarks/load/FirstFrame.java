package io.framelog.benchmarks.load;

/**
 * A picture that was asked for, and how long that took.
 *
 * @param millis from sending the request to the picture's last byte
 * @param timestampMicros when it was captured, by {@code X-Timestamp}, microseconds since the epoch; -1 where that is absent
 * @param bytes its length
 */
public record FirstFrame(double millis, long timestampMicros, int bytes) {}
