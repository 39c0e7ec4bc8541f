package io.framelog.viewer.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * A part of the viewer that can run on its own: the addresses that it answers, its metrics and its threads. It is started
 * once and closed once.
 */
public interface Feature extends MeterBinder, AutoCloseable {
    /** Adds the addresses that it answers. */
    default void addRoutes(Routes routes) {}

    /** Registers its metrics. They cost nothing until they are read. */
    @Override
    default void bindTo(MeterRegistry registry) {}

    /** Starts its threads. Does not wait for Kafka. */
    default void start() {}

    /** Whether every thread that it needs is running. From any thread. */
    default boolean isAlive() {
        return true;
    }

    /** Ends its connections and its threads. */
    @Override
    default void close() {}
}
