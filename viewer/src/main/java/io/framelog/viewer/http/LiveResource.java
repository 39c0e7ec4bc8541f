package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.LiveStreams;
import io.javalin.http.Context;
import java.io.IOException;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Answers with a live stream for as long as the client stays. */
final class LiveResource {
    /** The fewest frames per second that a client may ask for: one frame in 100 s. */
    private static final double MIN_RATE = 0.01;

    /** The most frames per second that a client may ask for: more than any camera has. */
    private static final double MAX_RATE = 1000;
    /** A plain decimal number, without Java's other forms ({@code 1e3}, {@code 0x1p3}, {@code 5f}). */
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
     * Refuses a connection beyond the limit. Requests at the same moment may exceed it by the number of request
     * threads.
     */
    void requireRoom() {
        if (streams.viewers() >= maxViewers) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has reached its limit of " + maxViewers + " connections; --max-viewers raises it"));
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
        throw new ProblemException(
                Problem.badRequest("fps must be between " + MIN_RATE + " and " + (int) MAX_RATE + ", not " + rate));
    }
}
