package io.framelog.viewer.live;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Metrics of live video. The latency is measured only after the first scrape. */
final class LiveMetrics implements MeterBinder {
    private final LiveStreams streams;
    private final FanOutCounters fanOut;

    LiveMetrics(LiveStreams streams, FanOutCounters fanOut) {
        this.streams = streams;
        this.fanOut = fanOut;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.counter(registry, "sent.frames", "frames sent to connections", fanOut, FanOutCounters::sent);
        Meters.counter(registry, "sent.bytes", "bytes of the frames sent", fanOut, FanOutCounters::sentBytes);
        Meters.counter(
                registry,
                "skipped.busy",
                "frames skipped for slow connections",
                fanOut,
                FanOutCounters::skippedBusyCount);
        Meters.counter(
                registry,
                "skipped.burst",
                "frames sent to nobody: newer ones had arrived",
                fanOut,
                FanOutCounters::skippedBurstCount);
        Meters.counter(
                registry, "stalled.connections", "connections closed: stalled", fanOut, FanOutCounters::stalledCount);
        Meters.gauge(registry, "connections", "connections that show a stream", streams, LiveStreams::viewers);
        Timer latency = Timer.builder(Meters.PREFIX + "first.write")
                .description("time from Kafka's client to the first connection")
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
}
