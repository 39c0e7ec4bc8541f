package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.LiveStreams;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers with a stream, live, for as long as the client stays. */
final class LiveResource {
    /** Frames per second that a client may ask for: the least is a frame in 100 s, the most beyond any camera. */
    private static final double MIN_RATE = 0.01;

    private static final double MAX_RATE = 1000;
    /** A plain number: none of the other things that Java takes for one ({@code 1e3}, {@code 0x1p3}, {@code 5f}). */
    private static final Pattern RATE = Pattern.compile("\\d+(\\.\\d+)?");

    private final FanOut fanOut;
    private final LiveStreams streams;
    private final MjpegResponse response;
    private final int maxViewers;

    LiveResource(FanOut fanOut, LiveStreams streams, MjpegResponse response, int maxViewers) {
        this.fanOut = fanOut;
        this.streams = streams;
        this.response = response;
        this.maxViewers = maxViewers;
    }

    void answer(Context context, StreamName stream) throws IOException {
        Duration interval = interval(context.queryParam("fps"));
        requireRoom();
        if (MjpegResponse.begin(context)) {
            response.takeOver(context, outlet -> fanOut.watch(stream, outlet, interval));
        }
    }

    /**
     * Refuses one connection more than there may be. Requests that arrive at this very moment may go beyond the limit: by as
     * many as there are request threads.
     */
    void requireRoom() {
        if (streams.viewers() >= maxViewers) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has its limit of " + maxViewers + " connections; --max-viewers raises it"));
        }
    }

    static Duration interval(@Nullable String rate) {
        if (rate == null) {
            return Duration.ZERO;
        }
        if (RATE.matcher(rate).matches()) {
            double framesPerSecond = Double.parseDouble(rate);
            if (framesPerSecond >= MIN_RATE && framesPerSecond <= MAX_RATE) {
                return Duration.ofNanos((long) (1e9 / framesPerSecond));
            }
        }
        throw new ProblemException(Problem.badRequest(
                "fps=" + rate + ": a number from " + MIN_RATE + " to " + (int) MAX_RATE + " is wanted"));
    }
}
