package io.framelog.viewer.kafka;

/**
 * A range of a partition's records.
 *
 * @param from the first offset
 * @param to the offset behind the last
 */
public record OffsetRange(long from, long to) {}
