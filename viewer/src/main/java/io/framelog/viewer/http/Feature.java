package io.framelog.viewer.http;

import io.framelog.viewer.metrics.MetricSource;

/**
 * A part of the viewer that can run on its own, with its own routes, metrics and threads. It is started once and closed
 * once.
 */
public interface Feature extends MetricSource, AutoCloseable {
    /** Adds the feature's routes. */
    default void addRoutes(Routes routes) {}

    /** Starts the feature's threads, without waiting for Kafka. */
    default void start() {}

    /** Whether all threads that the feature needs are running. Can be called from any thread. */
    default boolean isAlive() {
        return true;
    }

    /** Closes the feature's connections and stops its threads. */
    @Override
    default void close() {}
}
