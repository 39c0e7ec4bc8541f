package io.framelog.benchmarks.load;

/**
 * The first picture of a response.
 *
 * @param millis from sending the request to the picture's last byte
 * @param timestampMicros when it was captured, by {@code X-Timestamp}, microseconds since the epoch; -1 if that is
 *     absent
 * @param bytes its length
 */
public record FirstFrame(double millis, long timestampMicros, long bytes) {}
