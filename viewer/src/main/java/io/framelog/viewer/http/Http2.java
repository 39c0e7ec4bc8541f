package io.framelog.viewer.http;

import java.util.Optional;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.FlowControlStrategy;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;

/** HTTP/2, as far as it differs from HTTP/1.1: many requests, each with a stream, share one connection. */
public final class Http2 {
    /** Requests of one connection at a time: as many as a large wall has pictures. */
    static final int MAX_STREAMS = 128;

    /** Frames of one connection that carry no part of a request, in a second: pings, resets, settings, empty ones. */
    static final int MAX_CONTROL_FRAMES = 128;

    /** Bytes of bodies that a connection may send before they are read; the smallest that HTTP/2 has. */
    static final int MAX_UNREAD = FlowControlStrategy.DEFAULT_WINDOW_SIZE;

    private Http2() {}

    /** @param http the settings for HTTP/1.1, which also hold for HTTP/2 */
    static HTTP2ServerConnectionFactory factory(HttpConfiguration http) {
        HTTP2ServerConnectionFactory factory = new HTTP2ServerConnectionFactory(new HttpConfiguration(http));
        factory.setMaxConcurrentStreams(MAX_STREAMS);
        factory.setRateControlFactory(new WindowRateControl.Factory(MAX_CONTROL_FRAMES));
        factory.setInitialSessionRecvWindow(MAX_UNREAD);
        factory.setInitialStreamRecvWindow(MAX_UNREAD);
        // Browsers then open WebSockets on a connection of HTTP/1.1, which belongs to one client alone.
        factory.setConnectProtocolEnabled(false);
        return factory;
    }

    /** Whether a request came by HTTP/2. */
    public static boolean carries(Request request) {
        return request.getConnectionMetaData().getHttpVersion() == HttpVersion.HTTP_2;
    }

    /** The stream of a request that came by HTTP/2; empty if the client has ended it. */
    public static Optional<Stream> stream(Request request) {
        return request.getConnectionMetaData().getConnection() instanceof HTTP2Connection connection
                ? Optional.ofNullable(connection.getSession().getStream(Integer.parseInt(request.getId())))
                : Optional.empty();
    }
}
