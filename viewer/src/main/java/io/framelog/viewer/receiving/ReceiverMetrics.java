package io.framelog.viewer.receiving;

import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Locale;

/** The metrics of what is received, and of the memory that it lies in. */
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
                registry,
                "received.frames",
                "frames of watched streams from Kafka",
                receiver,
                ReceiverCounters::frames);
        Meters.counter(registry, "received.bytes", "bytes of their images", receiver, ReceiverCounters::bytes);
        Meters.counter(
                registry,
                "received.unwatched",
                "frames of unwatched streams",
                receiver,
                ReceiverCounters::unwatchedCount);
        for (SkippedRecords.Reason reason : SkippedRecords.Reason.values()) {
            FunctionCounter.builder(
                            Meters.PREFIX + "skipped.records", receiver.skipped(), skipped -> skipped.count(reason))
                    .description("records that were not shown")
                    .tag("reason", reason.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
        Meters.gauge(registry, "kafka.lag.records", "records behind the end", receiver, ReceiverCounters::lag);
        Meters.gauge(
                registry,
                "kafka.age.seconds",
                "from capture to receipt, of the last frame",
                receiver,
                counters -> counters.age().toNanos() / 1e9);
        Meters.gauge(registry, "pool.used.bytes", "memory of frames in use", pool, PartPool::lent);
        Meters.gauge(registry, "pool.allocated.bytes", "memory of frames, in use or free", pool, PartPool::allocated);
        Meters.gauge(registry, "pool.limit.bytes", "the most there may be", pool, PartPool::limit);
        Meters.gauge(registry, "pool.frames", "frames in memory", pool, PartPool::partsInUse);
    }
}
