package io.framelog.viewer.live;

import io.framelog.viewer.connection.Carrier;
import io.framelog.viewer.connection.Client;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.part.Multipart;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/** Begins a response with many pictures, and takes what carries it over from Jetty. */
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
        carrier(context).announceEnd(response);
        if (context.method().equals(HandlerType.HEAD)) {
            response.flushBuffer(); // or Jetty would send Content-Length: 0
            return false;
        }
        response.getOutputStream().write(Multipart.preamble());
        response.flushBuffer();
        return true;
    }

    /** Serves the client as soon as the request is handled, and Jetty writes no more. */
    public void takeOver(Context context, Function<Outlet, Client> serve) {
        carrier(context).takeOver(context, sendBuffer, serve);
    }

    private static Carrier carrier(Context context) {
        return Carrier.of(ServletContextRequest.getServletContextRequest(context.req()));
    }
}
