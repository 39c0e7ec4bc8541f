package io.framelog.viewer.http;

import io.framelog.frame.StreamName;

/** Looks streams up by their names. Thread-safe. */
@FunctionalInterface
public interface StreamNames {
    /**
     * Finds the stream with this name.
     *
     * @throws ProblemException if there is no such stream, or if the streams are not known because Kafka is not ready
     */
    StreamName require(String name);
}
