package io.framelog.viewer.receiving;

import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/** Metrics of the received frames and of their memory. */
final class ReceiverMetrics implements MeterBinder {
    private final ReceiverCounters receiver;
    private final PartPool pool;

    ReceiverMetrics(ReceiverCounters receiver, PartPool pool) {
        this.receiver = receiver;
        this.pool = pool;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.counter(
                registry, "received.frames", "frames received of watched streams", receiver, ReceiverCounters::frames);
        Meters.counter(registry, "received.bytes", "bytes of the images received", receiver, ReceiverCounters::bytes);
        Meters.counter(
                registry,
                "received.unwatched",
                "frames received of unwatched streams",
                receiver,
                ReceiverCounters::unwatchedCount);
        for (SkippedRecords.Reason reason : SkippedRecords.Reason.values()) {
            FunctionCounter.builder(
                            Meters.PREFIX + "skipped.records", receiver.skipped(), skipped -> skipped.count(reason))
                    .description("records that were not shown")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Meters.gauge(
                registry,
                "kafka.lag.records",
                "records between the viewer and the end of the log",
                receiver,
                ReceiverCounters::lag);
        Meters.gauge(
                registry,
                "kafka.age.seconds",
                "time from capture to receipt of the last frame",
                receiver,
                counters -> counters.age().toNanos() / 1e9);
        Meters.gauge(registry, "pool.used.bytes", "memory in use by frames", pool, PartPool::lent);
        Meters.gauge(
                registry,
                "pool.allocated.bytes",
                "memory for frames, in use or kept for reuse",
                pool,
                PartPool::allocated);
        Meters.gauge(registry, "pool.limit.bytes", "limit of memory for frames", pool, PartPool::limit);
        Meters.gauge(registry, "pool.frames", "frames in memory", pool, PartPool::partsInUse);
    }
}
