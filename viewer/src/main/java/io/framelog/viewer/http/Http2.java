package io.framelog.viewer.http;

import java.time.Duration;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.http2.FlowControlStrategy;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.http2.SessionContainer;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.http2.server.HTTP2ServerConnectionFactory;
import org.eclipse.jetty.io.WindowRateControl;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** HTTP/2, as far as it differs from HTTP/1.1: many requests, each with a stream, share one connection. */
public final class Http2 {
    private static final Logger LOG = LoggerFactory.getLogger(Http2.class);

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

    /**
     * Asks the clients of a server to close their connections of HTTP/2 (GOAWAY), and waits until they have done so.
     *
     * <p>The end of a stream is written a moment after it was said, and where other bytes of its connection lie before it.
     * A connection that is closed before that breaks off streams that are complete. One that is closed while its client
     * still sends (window updates, for example) is reset, and what the client has not read yet may be lost.
     *
     * @param limit for clients that keep their connections open, or take nothing
     */
    static void end(Server server, Duration limit) {
        CompletableFuture<?>[] ends = Arrays.stream(server.getConnectors())
                .map(connector -> connector.getConnectionFactory(HTTP2ServerConnectionFactory.class))
                .filter(Objects::nonNull)
                .map(factory -> factory.getBean(SessionContainer.class).shutdown())
                .toArray(CompletableFuture<?>[]::new);
        try {
            CompletableFuture.allOf(ends).get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            LOG.debug("connections of HTTP/2 are closed by the server: {}", e.toString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
