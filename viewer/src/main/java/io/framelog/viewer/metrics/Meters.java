package io.framelog.viewer.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;

/**
 * Registers the metrics that one object knows.
 *
 * @param <T> the object's type
 */
public final class Meters<T> {
    /** The prefix of all names. */
    public static final String PREFIX = "framelog.viewer.";

    private final MeterRegistry registry;
    private final T source;

    private Meters(MeterRegistry registry, T source) {
        this.registry = registry;
        this.source = source;
    }

    /**
     * Registers metrics of a source.
     *
     * @param source the registry does not keep it from being garbage collected
     */
    public static <T> Meters<T> of(MeterRegistry registry, T source) {
        return new Meters<>(registry, source);
    }

    /** Registers a number that only grows. */
    public Meters<T> counter(String name, String description, ToDoubleFunction<T> count) {
        FunctionCounter.builder(PREFIX + name, source, count)
                .description(description)
                .register(registry);
        return this;
    }

    /** Registers a number that only grows, with a tag. */
    public Meters<T> counter(String name, String tag, String value, String description, ToDoubleFunction<T> count) {
        FunctionCounter.builder(PREFIX + name, source, count)
                .tag(tag, value)
                .description(description)
                .register(registry);
        return this;
    }

    /** Registers a number that goes up and down. */
    public Meters<T> gauge(String name, String description, ToDoubleFunction<T> value) {
        Gauge.builder(PREFIX + name, source, value).description(description).register(registry);
        return this;
    }

    /** Registers a number that goes up and down, with a tag. */
    public Meters<T> gauge(String name, String tag, String value, String description, ToDoubleFunction<T> number) {
        Gauge.builder(PREFIX + name, source, number)
                .tag(tag, value)
                .description(description)
                .register(registry);
        return this;
    }

    /** Registers a number that stays the same. */
    public Meters<T> limit(String name, String description, long limit) {
        return gauge(name, description, any -> limit);
    }
}
