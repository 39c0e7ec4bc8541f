package io.framelog.viewer.history;

import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StreamLocator;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;

/** Provides the consumers and threads that other features read the past with. It has no routes. */
public final class HistoryFeature implements Feature {
    private final HistoryReaders readers;
    private final HistoryExecutor lookups;

    /**
     * Creates the feature. It starts no thread and no consumer before the first use.
     *
     * @param locator finds the partitions of streams
     */
    public HistoryFeature(ConsumerFactory consumers, String topic, StreamLocator locator, RecordFilter filter) {
        readers = new HistoryReaders(consumers, topic, locator, filter);
        lookups = new HistoryExecutor(readers);
    }

    /** The pool of consumers that read the past. */
    public HistoryReaders readers() {
        return readers;
    }

    /** Runs short lookups in the past. */
    public HistoryExecutor lookups() {
        return lookups;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, readers)
                .gauge("history.readers", "consumers that are reading the past", HistoryReaders::lent)
                .limit("history.readers.limit", "limit of consumers that read the past", HistoryReaders.MAX_READERS);
        Meters.of(registry, lookups)
                .gauge("history.waiting", "waiting lookups in the past", HistoryExecutor::waiting)
                .limit("history.limit", "limit of waiting lookups", HistoryExecutor.MAX_WAITING)
                .counter("history.refused", "lookups refused: limit reached", HistoryExecutor::refusedCount);
    }

    @Override
    public void close() {
        lookups.close();
        readers.close();
    }
}
