package io.framelog.viewer.events;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of events and their clients. */
public final class EventMetrics implements MeterBinder {
    private final EventCounters events;

    /** Makes metrics of these counters. */
    public EventMetrics(EventCounters events) {
        this.events = events;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "events.clients", "connected event clients", events, EventCounters::clients);
        Meters.gauge(registry, "events.clients.limit", "limit of event clients", events, EventCounters::clientLimit);
        Meters.counter(
                registry,
                "events.clients.refused",
                "event clients refused: limit reached",
                events,
                EventCounters::refusedCount);
        Meters.counter(
                registry,
                "events.clients.stalled",
                "event clients disconnected: stalled",
                events,
                EventCounters::stalledCount);
        Meters.counter(registry, "events.sent", "events sent to clients", events, EventCounters::sentCount);
        Meters.counter(
                registry,
                "events.skipped",
                "records that are not events or too large",
                events,
                EventCounters::skippedCount);
        Meters.counter(registry, "events.past.reads", "reads of older events", events, EventCounters::pastReadCount);
    }
}
