package io.framelog.viewer.history;

import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StreamLocator;
import io.micrometer.core.instrument.MeterRegistry;

/** Reads the past for other features: it has the consumers and the threads for that, and no address of its own. */
public final class HistoryFeature implements Feature {
    private final HistoryReaders readers;
    private final HistoryExecutor lookups;

    /**
     * Nothing runs before something is read.
     *
     * @param locator tells where streams lie
     */
    public HistoryFeature(ConsumerFactory consumers, String topic, StreamLocator locator, RecordFilter filter) {
        readers = new HistoryReaders(consumers, topic, locator, filter);
        lookups = new HistoryExecutor(readers);
    }

    /** Lends consumers that read the past. */
    public HistoryReaders readers() {
        return readers;
    }

    /** Looks single things up in the past. */
    public HistoryExecutor lookups() {
        return lookups;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new HistoryMetrics(readers, lookups).bindTo(registry);
    }

    @Override
    public void close() {
        lookups.close();
        readers.close();
    }
}
