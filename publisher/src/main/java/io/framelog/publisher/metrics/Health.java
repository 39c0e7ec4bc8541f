package io.framelog.publisher.metrics;

import java.util.Optional;

/** What the health checks ask. Thread-safe; answers at once. */
public interface Health {
    /** What of the process does not work any more, in readable form; empty if all does. */
    Optional<String> fault();

    /** Why no frames reach Kafka, in readable form; empty if they do. */
    Optional<String> absence();

    /** What is to be told while frames reach Kafka. */
    String detail();
}
