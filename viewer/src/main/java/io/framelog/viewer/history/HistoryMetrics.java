package io.framelog.viewer.history;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** Metrics of reading the past. */
public final class HistoryMetrics implements MeterBinder {
    private final HistoryReaders readers;
    private final HistoryExecutor lookups;

    /** Makes metrics of these readers and lookups. */
    public HistoryMetrics(HistoryReaders readers, HistoryExecutor lookups) {
        this.readers = readers;
        this.lookups = lookups;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "history.readers", "consumers that are reading the past", readers, HistoryReaders::lent);
        Meters.gauge(
                registry,
                "history.readers.limit",
                "limit of consumers that read the past",
                readers,
                limited -> HistoryReaders.MAX_READERS);
        Meters.gauge(registry, "history.waiting", "waiting lookups in the past", lookups, HistoryExecutor::waiting);
        Meters.gauge(
                registry, "history.limit", "limit of waiting lookups", lookups, limited -> HistoryExecutor.MAX_WAITING);
        Meters.counter(
                registry, "history.refused", "lookups refused: limit reached", lookups, HistoryExecutor::refusedCount);
    }
}
