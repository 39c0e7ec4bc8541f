package io.framelog.viewer.http;

import io.framelog.cli.FatalErrors;
import io.framelog.viewer.tls.Tls;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LowResourceMonitor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.jspecify.annotations.Nullable;

/** The HTTP server: Javalin on Jetty. */
public final class HttpServer implements AutoCloseable {
    /** Jetty's threads: one accepts, one selects, the rest handle requests. Streams occupy none of them. */
    private static final int MAX_THREADS = 16;

    private static final int MIN_THREADS = 4;
    /** Connections that wait to be accepted. With the usual 50, some of many new clients would have to retry. */
    private static final int ACCEPT_BACKLOG = 1024;

    /**
     * A request's head, in bytes. A viewer may share its host's name with other applications, and browsers send it all of
     * their cookies. Jetty's 8 KiB would be too few.
     */
    private static final int MAX_REQUEST_HEAD = 64 * 1024;

    /** A request's body, in bytes: a login form is the largest. */
    private static final int MAX_REQUEST_BODY = 16 * 1024;

    /** How long clients of HTTP/2 have to close their connections when the server stops. */
    private static final Duration HTTP2_END_LIMIT = Duration.ofMillis(500);

    private final Javalin javalin;

    /**
     * Starts to listen.
     *
     * @param port 0 for any free port
     * @param tls for HTTPS, with HTTP/2 for clients that have it; null for HTTP/1.1 alone
     * @param idleLimit a connection that shows no stream is closed after this long without traffic
     * @param routes the addresses and their handlers
     * @param crossOrigin the websites that may read the answers
     * @param guard keeps other websites out
     * @param slow closes connections whose requests do not arrive in time
     * @param reserve refuses connections when descriptors are scarce
     * @throws UncheckedIOException if the server cannot listen on the address
     */
    public HttpServer(
            String host,
            int port,
            @Nullable Tls tls,
            Duration idleLimit,
            Routes routes,
            CrossOrigin crossOrigin,
            SiteGuard guard,
            SlowRequests slow,
            DescriptorReserve reserve) {
        javalin = Javalin.create(config -> {
                    configure(config, host, port, tls, idleLimit, slow, reserve);
                    crossOrigin.register(config.routes);
                    guard.register(config.routes);
                    routes.register(config.routes);
                })
                .start();
    }

    private static void configure(
            JavalinConfig config,
            String host,
            int port,
            @Nullable Tls tls,
            Duration idleLimit,
            SlowRequests slow,
            DescriptorReserve reserve) {
        config.startup.showJavalinBanner = false;
        config.startup.startupWatcherEnabled = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.http.prefer405over404 = true;
        config.http.maxRequestSize = MAX_REQUEST_BODY;
        config.router.ignoreTrailingSlashes = true;
        config.router.javaLangErrorHandler((response, error) -> {
            response.setStatus(500);
            FatalErrors.escalate(error);
        });
        config.jetty.threadPool = new HttpThreads(MAX_THREADS, MIN_THREADS);
        config.jetty.modifyServer(server -> configure(server, slow));
        config.jetty.addConnector((server, http) -> connector(server, http, host, port, tls, idleLimit, slow, reserve));
    }

    private static void configure(Server server, SlowRequests slow) {
        server.setErrorHandler(new ProblemPages());
        server.insertHandler(slow.handler(MAX_REQUEST_BODY));
        server.insertHandler(new Handover());
        server.setStopTimeout(0);
        // It would close streams when all threads are busy.
        List.copyOf(server.getBeans(LowResourceMonitor.class)).forEach(server::removeBean);
    }

    private static ServerConnector connector(
            Server server,
            HttpConfiguration http,
            String host,
            int port,
            @Nullable Tls tls,
            Duration idleLimit,
            SlowRequests slow,
            DescriptorReserve reserve) {
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(MAX_REQUEST_HEAD);
        ServerConnector connector = tls == null
                ? new ServerConnector(server, 1, 1, new HttpConnectionFactory(http))
                : tls.connector(server, http, Http2::factory);
        connector.setHost(host);
        connector.setPort(port);
        connector.setAcceptQueueSize(ACCEPT_BACKLOG);
        connector.setIdleTimeout(idleLimit.toMillis());
        slow.watch(connector);
        connector.addBean(reserve);
        try {
            // Opened here because Javalin would log a failure at the server's start in its own words.
            connector.open();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return connector;
    }

    /** The port that the server listens on. */
    public int port() {
        return javalin.port();
    }

    /** Stops the server. The caller must close streams first, because Jetty does not manage their connections. */
    @Override
    public void close() {
        Http2.end(javalin.jettyServer().server(), HTTP2_END_LIMIT);
        javalin.stop();
    }
}
