package io.framelog.viewer.metrics;

import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.concurrent.Slots;
import io.framelog.viewer.discovery.NewestFrames;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.receiving.ReceiverCounters;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The metrics as Prometheus reads them. Counting costs next to nothing and needs no registry; that is made when somebody asks
 * for the first time, which saves the start its classes. The latency is measured from then on.
 */
public final class Metrics {
    /** The media type of {@link #scrape()}: Prometheus' text format. */
    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final ReceiverCounters receiver;
    private final FanOutCounters fanOut;
    private final LiveStreams streams;
    private final Catalog catalog;
    private final NewestFrames newestFrames;
    private final KafkaHealth health;
    private final PartPool pool;
    private final Slots snapshots;
    private final List<MeterBinder> others;
    private @Nullable PrometheusMeterRegistry registry;

    /**
     * Takes what is counted elsewhere.
     *
     * @param others have metrics of their own
     */
    public Metrics(
            ReceiverCounters receiver,
            FanOutCounters fanOut,
            LiveStreams streams,
            Catalog catalog,
            NewestFrames newestFrames,
            KafkaHealth health,
            PartPool pool,
            Slots snapshots,
            List<MeterBinder> others) {
        this.receiver = receiver;
        this.fanOut = fanOut;
        this.streams = streams;
        this.catalog = catalog;
        this.newestFrames = newestFrames;
        this.health = health;
        this.pool = pool;
        this.snapshots = snapshots;
        this.others = List.copyOf(others);
    }

    /** All metrics, in Prometheus' text format. From any thread. */
    public synchronized String scrape() {
        PrometheusMeterRegistry present = registry;
        if (present == null) {
            present = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
            bind(present);
            registry = present;
        }
        return present.scrape();
    }

    private void bind(MeterRegistry registry) {
        bindReceiver(registry);
        bindFanOut(registry);
        bindLimits(registry);
        Meters.gauge(
                registry,
                "kafka.ready",
                "1 if Kafka answers and has the topic",
                health,
                h -> h.now().isReady() ? 1 : 0);
        others.forEach(other -> other.bindTo(registry));
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
    }

    private void bindReceiver(MeterRegistry registry) {
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
    }

    private void bindFanOut(MeterRegistry registry) {
        Meters.counter(registry, "sent.frames", "frames given to connections", fanOut, FanOutCounters::sent);
        Meters.counter(registry, "sent.bytes", "bytes of them", fanOut, FanOutCounters::sentBytes);
        Meters.counter(
                registry,
                "skipped.busy",
                "frames that slow connections left out",
                fanOut,
                FanOutCounters::skippedBusyCount);
        Meters.counter(
                registry, "skipped.burst", "frames nobody got: too late", fanOut, FanOutCounters::skippedBurstCount);
        Meters.counter(
                registry,
                "stalled.connections",
                "connections ended: took nothing",
                fanOut,
                FanOutCounters::stalledCount);
        Meters.gauge(registry, "connections", "connections that show a stream", streams, LiveStreams::viewers);
        Timer latency = Timer.builder(Meters.PREFIX + "first.write")
                .description("from Kafka's client to the first connection")
                .serviceLevelObjectives(
                        Duration.ofNanos(100_000),
                        Duration.ofNanos(250_000),
                        Duration.ofNanos(500_000),
                        Duration.ofMillis(1),
                        Duration.ofMillis(2),
                        Duration.ofMillis(5),
                        Duration.ofMillis(10),
                        Duration.ofMillis(50))
                .register(registry);
        fanOut.onFirstWrite(nanos -> latency.record(nanos, TimeUnit.NANOSECONDS));
    }

    private void bindLimits(MeterRegistry registry) {
        Meters.gauge(registry, "pool.used.bytes", "memory of frames in use", pool, PartPool::lent);
        Meters.gauge(registry, "pool.allocated.bytes", "memory of frames, in use or free", pool, PartPool::allocated);
        Meters.gauge(registry, "pool.limit.bytes", "the most there may be", pool, PartPool::limit);
        Meters.gauge(registry, "pool.frames", "frames in memory", pool, PartPool::partsInUse);
        Meters.gauge(registry, "streams", "streams known", catalog, known -> known.names()
                .size());
        Meters.gauge(registry, "streams.limit", "the most there may be", catalog, known -> Catalog.MAX_STREAMS);
        Meters.counter(registry, "streams.refused", "streams left out: too many", catalog, Catalog::refusedCount);
        Meters.gauge(registry, "snapshots", "snapshots that are being sent", snapshots, Slots::used);
        Meters.gauge(registry, "snapshots.limit", "the most there may be", snapshots, Slots::limit);
        Meters.counter(registry, "snapshots.refused", "snapshots refused: too many", snapshots, Slots::refusedCount);
        Meters.gauge(
                registry, "lookups.waiting", "requests for frames of the log", newestFrames, NewestFrames::waiting);
        Meters.gauge(
                registry, "lookups.limit", "the most there may be", newestFrames, frames -> NewestFrames.MAX_WAITING);
    }
}
