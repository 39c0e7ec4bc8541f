package io.framelog.viewer.connection;

import io.framelog.viewer.http.Http2;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.util.function.Function;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;

/**
 * What carries one answer: a connection of HTTP/1.1, or one of the streams of an HTTP/2 connection. Its methods can be
 * called from any thread.
 */
public interface Carrier {
    /** What carries the answer to a request, as long as that is not complete. */
    static Carrier of(ServletContextRequest request) {
        return Http2.carries(request) ? new StreamCarrier(request) : new ConnectionCarrier(request);
    }

    /** Says in an answer's head, if that is necessary, that the answer ends with its carrier. */
    void announceEnd(HttpServletResponse response);

    /**
     * Takes the carrier over from Jetty as soon as the request is handled, and Jetty writes no more. The caller must have
     * flushed the answer's head.
     *
     * @param serve called once the carrier is taken over; begins to send
     */
    void takeOver(Context context, SendBuffer sendBuffer, Function<Outlet, ? extends Client> serve);

    /** How long the carrier may be silent before Jetty ends it, in milliseconds. */
    long idleMillis();

    /** Sets {@link #idleMillis()}. */
    void setIdleMillis(long millis);

    /** Ends the answer so that the client sees an error, and not its end. What the system holds of it is dropped. */
    void reset();
}
