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
import java.util.regex.Pattern;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.HttpStream;
import org.jspecify.annotations.Nullable;

/** Answers with a stream, live, for as long as the client stays. */
final class LiveStreaming {
    /** Frames per second that a client may ask for: the least is a frame in 100 s, the most beyond any camera. */
    private static final double MIN_RATE = 0.01;

    private static final double MAX_RATE = 1000;
    /** What a script asks for that reads the stream itself, as the page's does. */
    private static final String BYTES = "application/octet-stream";

    /** A plain number: none of the other things that Java takes for one ({@code 1e3}, {@code 0x1p3}, {@code 5f}). */
    private static final Pattern RATE = Pattern.compile("\\d+(\\.\\d+)?");

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
        // Apple's network layer takes multipart apart before a script sees it: for those the same bytes have another
        // name.
        String accepted = context.header("Accept");
        boolean byScript = accepted != null && accepted.contains(BYTES);
        response.setContentType(byScript ? BYTES : Multipart.CONTENT_TYPE);
        response.setHeader("Vary", "Accept");
        response.setHeader("Cache-Control", "no-store");
        response.setHeader("X-Content-Type-Options", "nosniff");
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
                new LiveConnection(endPoint, connection.getConnector().getExecutor(), outlet(endPoint), watch));
    }

    private Outlet outlet(EndPoint endPoint) {
        return endPoint instanceof SocketChannelEndPoint socket
                ? new SocketOutlet(socket, sendBuffer)
                : new EndPointOutlet(endPoint, sendBuffer);
    }

    private static Duration interval(@Nullable String rate) {
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
