package io.framelog.publisher.metrics;

import io.framelog.publisher.metrics.StreamFigures.Level;

/**
 * What the queue of events does at a moment. All streams share it.
 *
 * @param waiting events that Kafka does not have yet
 * @param givenUp how many were given up because too many were waiting
 */
public record EventFigures(Level waiting, long givenUp) {}
