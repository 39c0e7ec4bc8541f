package io.framelog.viewer.http;

import io.framelog.frame.StreamName;

/** Knows which streams there are. Safe for any number of threads. */
@FunctionalInterface
public interface StreamNames {
    /**
     * The stream that an address names.
     *
     * @throws ProblemException if there is no such stream, or Kafka has not yet told which streams there are
     */
    StreamName require(String name);
}
