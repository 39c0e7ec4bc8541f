package io.framelog.viewer.live;

import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.http.Routes;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.LongSupplier;

/** Live video: every client gets the newest frame that it can take. */
public final class LiveFeature implements Feature {
    private final FanOutCounters counters = new FanOutCounters();
    private final LiveStreams streams;
    private final FanOut fanOut;
    private final ViewerLimit limit;
    private final MjpegResponse response;

    /**
     * Nothing runs before the start.
     *
     * @param streams the watched ones, which frames are offered to
     * @param maxViewers the most connections that may show a stream at a time
     * @param stallLimit after how long a connection is ended that takes nothing
     * @param nanoClock as {@link System#nanoTime()}
     */
    public LiveFeature(
            LiveStreams streams, int maxViewers, SendBuffer sendBuffer, Duration stallLimit, LongSupplier nanoClock) {
        this.streams = streams;
        fanOut = new FanOut(streams, counters, stallLimit, nanoClock);
        limit = new ViewerLimit(streams, maxViewers);
        response = new MjpegResponse(sendBuffer);
    }

    /** Writes frames to clients, of live streams and of others. */
    public FanOut fanOut() {
        return fanOut;
    }

    /** What was sent, and what was left out. */
    public FanOutCounters counters() {
        return counters;
    }

    /** Bounds the connections that show a stream. */
    public ViewerLimit limit() {
        return limit;
    }

    /** How a response with video begins. */
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
