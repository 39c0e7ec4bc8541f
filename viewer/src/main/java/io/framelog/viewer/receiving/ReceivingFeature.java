package io.framelog.viewer.receiving;

import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.metrics.ClientMetric;
import io.framelog.viewer.metrics.LatencyHistogram;
import io.framelog.viewer.metrics.Meters;
import io.framelog.viewer.part.PartPool;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Locale;

/** Reads the watched streams from Kafka, on one thread with one consumer. */
public final class ReceivingFeature implements Feature {
    private final ReceiverCounters counters;
    private final PartPool pool;
    private final ConsumerThread thread;

    /**
     * Creates the feature; {@link #start()} starts its thread.
     *
     * @param pool the memory for frames
     */
    public ReceivingFeature(
            ConsumerFactory consumers,
            KafkaHealth health,
            FrameReceiver receiver,
            ReceiverCounters counters,
            PartPool pool) {
        this.counters = counters;
        this.pool = pool;
        thread = new ConsumerThread("receiver", consumers::receiver, receiver, health);
    }

    /** Lets the receiver check which partitions to read. Can be called from any thread. */
    public void reconsider() {
        thread.interruptPoll();
    }

    @Override
    public List<ClientMetric> clientMetrics() {
        return List.of(new LatencyHistogram(
                "capture_to_receive",
                "time from capturing a frame to its receipt from Kafka",
                counters.captureToReceive()));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters<ReceiverCounters> received = Meters.of(registry, counters)
                .counter("received.frames", "frames received of watched streams", ReceiverCounters::frames)
                .counter("received.bytes", "bytes of the images received", ReceiverCounters::bytes)
                .counter("received.unwatched", "frames received of unwatched streams", ReceiverCounters::unwatchedCount)
                .gauge("kafka.lag.records", "records between the viewer and the end of the log", ReceiverCounters::lag)
                .gauge(
                        "kafka.age.seconds",
                        "time from capture to receipt of the last frame",
                        receiver -> receiver.age().toNanos() / 1e9);
        received.counter(
                        "untimed.frames", "reason", "ahead", "frames whose time is wrong", ReceiverCounters::aheadCount)
                .counter(
                        "untimed.frames",
                        "reason",
                        "behind",
                        "frames whose time is wrong",
                        ReceiverCounters::behindCount);
        for (SkippedRecords.Reason reason : SkippedRecords.Reason.values()) {
            received.counter(
                    "skipped.records",
                    "reason",
                    reason.name().toLowerCase(Locale.ROOT),
                    "records that were not shown",
                    receiver -> receiver.skipped().count(reason));
        }
        Meters.of(registry, pool)
                .gauge("pool.used.bytes", "memory in use by frames", PartPool::lent)
                .gauge("pool.allocated.bytes", "memory for frames, in use or kept for reuse", PartPool::allocated)
                .gauge("pool.limit.bytes", "limit of memory for frames", PartPool::limit)
                .gauge("pool.frames", "frames in memory", PartPool::partsInUse);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.close();
    }
}
