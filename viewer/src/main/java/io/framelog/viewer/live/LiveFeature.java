package io.framelog.viewer.live;

import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.http.AddressLimit;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.framelog.viewer.metrics.ClientMetric;
import io.framelog.viewer.metrics.LatencyHistogram;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Serves live video. Each client gets the newest frame when it is ready for one. */
public final class LiveFeature implements Feature {
    /** The bounds of the latency's histogram. */
    private static final Duration[] LATENCY_BOUNDS = LongStream.of(100, 250, 500, 1_000, 2_000, 5_000, 10_000, 50_000)
            .mapToObj(micros -> Duration.of(micros, ChronoUnit.MICROS))
            .toArray(Duration[]::new);

    private final FanOutCounters counters = new FanOutCounters();
    private final LiveStreams streams;
    private final FanOut fanOut;
    private final ViewerLimit limit;
    private final MjpegResponse response;

    /**
     * Creates the feature; {@link #start()} starts its thread.
     *
     * @param streams the watched streams; the receiver offers frames to them
     * @param maxViewers the most connections that may show a stream at the same time
     * @param perAddress the most of one address
     * @param stallLimit after how long a client that takes nothing is disconnected
     * @param nanoClock like {@link System#nanoTime()}
     */
    public LiveFeature(
            LiveStreams streams,
            int maxViewers,
            AddressLimit perAddress,
            SendBuffer sendBuffer,
            Duration stallLimit,
            LongSupplier nanoClock) {
        this.streams = streams;
        fanOut = new FanOut(streams, counters, stallLimit, nanoClock);
        limit = new ViewerLimit(streams, maxViewers, perAddress);
        response = new MjpegResponse(sendBuffer);
    }

    /** Sends frames to clients, both live ones and replayed ones. */
    public FanOut fanOut() {
        return fanOut;
    }

    /** Counts the frames that were sent or skipped. */
    public FanOutCounters counters() {
        return counters;
    }

    /** The limit of connections that show a stream. */
    public ViewerLimit limit() {
        return limit;
    }

    /** Begins responses with video. */
    public MjpegResponse response() {
        return response;
    }

    @Override
    public void addRoutes(Routes routes) {
        routes.video(new LiveResource(fanOut, limit, response)::answer);
    }

    @Override
    public List<ClientMetric> clientMetrics() {
        return List.of(new LatencyHistogram(
                "capture_to_write",
                "time from capturing a frame until a client's connection has taken all of it",
                counters.captureToWrite()));
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, streams).gauge("connections", "connections that show a stream", LiveStreams::viewers);
        Meters.of(registry, counters)
                .counter("sent.frames", "frames sent to connections", FanOutCounters::sent)
                .counter("sent.bytes", "bytes of the frames sent", FanOutCounters::sentBytes)
                .counter("skipped.busy", "frames skipped for slow connections", FanOutCounters::skippedBusyCount)
                .counter(
                        "skipped.burst",
                        "frames sent to nobody: newer ones had arrived",
                        FanOutCounters::skippedBurstCount)
                .counter("stalled.connections", "connections closed: stalled", FanOutCounters::stalledCount);
        Timer latency = Timer.builder(Meters.PREFIX + "first.write")
                .description("time from Kafka's client to the first connection")
                .serviceLevelObjectives(LATENCY_BOUNDS)
                .register(registry);
        counters.onFirstWrite(nanos -> latency.record(nanos, TimeUnit.NANOSECONDS));
    }

    @Override
    public void start() {
        fanOut.start();
    }

    @Override
    public boolean isAlive() {
        return fanOut.isAlive();
    }

    @Override
    public void close() {
        fanOut.close();
    }
}
