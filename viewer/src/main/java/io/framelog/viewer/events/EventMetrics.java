package io.framelog.viewer.events;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The metrics of events. */
public final class EventMetrics implements MeterBinder {
    private final EventCounters events;

    /** Exports the counters. */
    public EventMetrics(EventCounters events) {
        this.events = events;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "events.clients", "clients connected for events", events, EventCounters::clients);
        Meters.gauge(registry, "events.clients.limit", "the most there may be", events, EventCounters::clientLimit);
        Meters.counter(
                registry, "events.clients.refused", "clients refused: too many", events, EventCounters::refusedCount);
        Meters.counter(
                registry, "events.clients.stalled", "clients ended: took nothing", events, EventCounters::stalledCount);
        Meters.counter(registry, "events.sent", "events given to clients", events, EventCounters::sentCount);
        Meters.counter(
                registry,
                "events.skipped",
                "records that are no event or too large",
                events,
                EventCounters::skippedCount);
        Meters.counter(registry, "events.past.reads", "reads of older events", events, EventCounters::pastReadCount);
    }
}
