package io.framelog.viewer.history;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The metrics of reading the past. */
public final class HistoryMetrics implements MeterBinder {
    private final HistoryReaders readers;
    private final HistoryExecutor lookups;

    /** Makes metrics of these. */
    public HistoryMetrics(HistoryReaders readers, HistoryExecutor lookups) {
        this.readers = readers;
        this.lookups = lookups;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.gauge(registry, "history.readers", "consumers that read the past", readers, HistoryReaders::lent);
        Meters.gauge(
                registry,
                "history.readers.limit",
                "the most there may be",
                readers,
                limited -> HistoryReaders.MAX_READERS);
        Meters.gauge(registry, "history.waiting", "lookups in the past that wait", lookups, HistoryExecutor::waiting);
        Meters.gauge(
                registry, "history.limit", "the most there may be", lookups, limited -> HistoryExecutor.MAX_WAITING);
        Meters.counter(
                registry, "history.refused", "lookups refused: too many", lookups, HistoryExecutor::refusedCount);
    }
}
