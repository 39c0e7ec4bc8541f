package io.framelog.viewer.live;

import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Serves live video. Each client gets the newest frame when it is ready for one. */
public final class LiveFeature implements Feature {
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
     * @param stallLimit after how long a client that takes nothing is disconnected
     * @param nanoClock like {@link System#nanoTime()}
     */
    public LiveFeature(
            LiveStreams streams, int maxViewers, SendBuffer sendBuffer, Duration stallLimit, LongSupplier nanoClock) {
        this.streams = streams;
        fanOut = new FanOut(streams, counters, stallLimit, nanoClock);
        limit = new ViewerLimit(streams, maxViewers);
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
    public void bindTo(MeterRegistry registry) {
        new LiveMetrics(streams, counters).bindTo(registry);
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
