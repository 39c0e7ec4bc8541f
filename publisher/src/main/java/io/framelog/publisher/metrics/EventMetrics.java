package io.framelog.publisher.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.Map;
import java.util.function.Supplier;

/** The metrics of the events of all streams. */
final class EventMetrics implements MultiCollector {
    private final Supplier<EventFigures> events;

    EventMetrics(Supplier<EventFigures> events) {
        this.events = events;
    }

    @Override
    public MetricSnapshots collect() {
        EventFigures figures = events.get();
        return MetricSnapshots.of(
                Family.gauge(
                        "events_waiting",
                        "events that Kafka does not have yet",
                        Map.of(Labels.EMPTY, figures.waiting().used())),
                Family.gauge(
                        "events_waiting_limit",
                        "the limit of these",
                        Map.of(Labels.EMPTY, figures.waiting().limit())),
                Family.counter(
                        "events_given_up",
                        "events that were given up, because too many were waiting",
                        Map.of(Labels.EMPTY, figures.givenUp())));
    }
}
