package io.framelog.viewer.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/** Registers the viewer's metrics. */
public final class Meters {
    /** The prefix of all names. */
    public static final String PREFIX = "framelog.viewer.";

    private Meters() {}

    /** Registers a number that only grows. */
    public static <T> void counter(
            MeterRegistry registry, String name, String description, T source, ToDoubleFunction<T> count) {
        FunctionCounter.builder(PREFIX + name, source, count)
                .description(description)
                .register(registry);
    }

    /** Registers a number that goes up and down. */
    public static <T> void gauge(
            MeterRegistry registry, String name, String description, T source, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, source, value).description(description).register(registry);
    }
}
