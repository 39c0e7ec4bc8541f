package io.framelog.viewer.live;

import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.connection.Takeover;
import io.framelog.viewer.part.Multipart;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;

/** Begins a response with many pictures, and takes its connection over from Jetty. */
public final class MjpegResponse {
    /** The media type that scripts ask for, such as the page's, which read the stream themselves. */
    private static final String BYTES = "application/octet-stream";

    private final SendBuffer sendBuffer;

    MjpegResponse(SendBuffer sendBuffer) {
        this.sendBuffer = sendBuffer;
    }

    /** Writes the head. @return whether pictures follow */
    public static boolean begin(Context context) throws IOException {
        HttpServletResponse response = context.res();
        // Apple's network layer parses multipart before a script sees it: scripts get the same bytes as another type.
        String accepted = context.header("Accept");
        boolean byScript = accepted != null && accepted.contains(BYTES);
        response.setContentType(byScript ? BYTES : Multipart.CONTENT_TYPE);
        response.addHeader("Vary", "Accept");
        response.setHeader("Cache-Control", "no-store, no-transform");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Accel-Buffering", "no");
        // The stream ends with the connection: no chunks, in HTTP/1.1 as in 1.0.
        response.setHeader("Connection", "close");
        if (context.method().equals(HandlerType.HEAD)) {
            response.flushBuffer(); // or Jetty would send Content-Length: 0
            return false;
        }
        response.getOutputStream().write(Multipart.preamble());
        response.flushBuffer();
        return true;
    }

    /** Serves the connection as soon as the request is handled, and Jetty writes no more. */
    public void takeOver(Context context, Function<Outlet, Client> serve) {
        Takeover.of(context, sendBuffer, serve);
    }
}
