package io.framelog.viewer.http;

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

/** How a response of many pictures begins, and goes over from Jetty to the fan-out. */
final class MjpegResponse {
    /** What a script asks for that reads the stream itself, as the page's does. */
    private static final String BYTES = "application/octet-stream";

    private final SendBuffer sendBuffer;

    MjpegResponse(SendBuffer sendBuffer) {
        this.sendBuffer = sendBuffer;
    }

    /** Writes the head. @return whether pictures are to follow */
    static boolean begin(Context context) throws IOException {
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
            return false;
        }
        response.getOutputStream().write(Multipart.preamble());
        response.flushBuffer();
        return true;
    }

    /** Has Jetty hand over the connection when the request's handling, and so its own writing, has ended. */
    void takeOver(Context context, Function<Outlet, ? extends Client> watch) {
        Takeover.of(context, sendBuffer, watch);
    }
}
