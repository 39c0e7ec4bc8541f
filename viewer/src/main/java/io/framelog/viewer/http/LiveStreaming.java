package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.live.Outlet;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Multipart;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;
import org.jspecify.annotations.Nullable;

/** Answers with a stream, live, for as long as the client stays. */
final class LiveStreaming {
    private static final double MAX_RATE = 1000;

    private final FanOut fanOut;
    private final LiveStreams streams;
    private final SendBuffer sendBuffer;
    private final int maxViewers;

    LiveStreaming(FanOut fanOut, LiveStreams streams, SendBuffer sendBuffer, int maxViewers) {
        this.fanOut = fanOut;
        this.streams = streams;
        this.sendBuffer = sendBuffer;
        this.maxViewers = maxViewers;
    }

    void answer(Context context, StreamName stream) throws IOException {
        Duration interval = interval(context.queryParam("fps"));
        // Requests that arrive at this very moment may go beyond the limit: by as many as there are request threads.
        if (streams.viewers() >= maxViewers) {
            throw new ProblemException(Problem.unavailable(
                    "this viewer has its limit of " + maxViewers + " connections; --max-viewers raises it"));
        }
        HttpServletResponse response = context.res();
        response.setContentType(Multipart.CONTENT_TYPE);
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Accel-Buffering", "no");
        // The stream ends with the connection: no chunks, in HTTP/1.1 as in 1.0.
        response.setHeader("Connection", "close");
        if (context.method().equals(HandlerType.HEAD)) {
            response.flushBuffer(); // else Jetty would say that the length is 0
            return;
        }
        response.getOutputStream().write(Multipart.preamble());
        response.flushBuffer();
        takeOver(context, outlet -> fanOut.watch(stream, outlet, interval));
    }

    /** Has Jetty hand over the connection when the request's handling, and so its own writing, has ended. */
    private void takeOver(Context context, Function<Outlet, Watcher> watch) {
        ServletContextRequest request = ServletContextRequest.getServletContextRequest(context.req());
        ConnectionMetaData connection = request.getConnectionMetaData();
        EndPoint endPoint = connection.getConnection().getEndPoint();
        request.setAttribute(
                HttpStream.UPGRADE_CONNECTION_ATTRIBUTE,
                new LiveConnection(
                        endPoint,
                        connection.getConnector().getExecutor(),
                        new EndPointOutlet(endPoint, sendBuffer),
                        watch));
    }

    private static Duration interval(@Nullable String rate) {
        if (rate == null) {
            return Duration.ZERO;
        }
        try {
            double framesPerSecond = Double.parseDouble(rate);
            if (framesPerSecond > 0 && framesPerSecond <= MAX_RATE) {
                return Duration.ofNanos((long) (1e9 / framesPerSecond));
            }
        } catch (NumberFormatException e) {
            // As a number outside the range.
        }
        throw new ProblemException(
                Problem.badRequest("fps=" + rate + ": a number above 0, up to " + (int) MAX_RATE + ", is wanted"));
    }
}
