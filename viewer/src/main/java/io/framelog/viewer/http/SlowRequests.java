package io.framelog.viewer.http;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.http2.HTTP2Connection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.NegotiatingServerConnection;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends requests that do not arrive in time. Jetty's own limit is for silence, and a client that sends a byte now and then
 * is never silent. Head and body have the same time each. The answer may take any time: connections that show streams are
 * not closed.
 */
public final class SlowRequests implements Feature {
    /** Long enough for the slowest phone; a head mostly fits into one packet. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final String PROGRESS = Arrival.Progress.class.getName();

    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);
    /** How many times the connections are looked at while the limit passes. */
    private static final int CHECKS = 10;

    private final Duration limit;
    private final ConcurrentMap<Connection, Arrival> arrivals = new ConcurrentHashMap<>();
    private final LongAdder ended = new LongAdder();

    /** @param limit how long the head of a request, and then its body, may take to arrive */
    public SlowRequests(Duration limit) {
        this.limit = limit;
    }

    /** Watches a connector's connections. The requests must go through a {@link #handler}. */
    void watch(Connector connector) {
        connector.addBean(new Watch(connector));
    }

    /** Handles requests that have arrived. */
    Handler.Singleton handler(int maxBody) {
        Handler.Wrapper noted = new Handler.Wrapper() {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                if (request.getAttribute(PROGRESS) instanceof Arrival.Progress progress) {
                    progress.arrived();
                }
                return super.handle(request, response, callback);
            }
        };
        Handler.Wrapper body = new WholeBody(maxBody);
        body.setHandler(noted);
        return new Handler.Wrapper(body) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Arrival arrival = arrivals.get(request.getConnectionMetaData().getConnection());
                if (arrival != null) {
                    Arrival.Progress progress = arrival.begins(request);
                    request.setAttribute(PROGRESS, progress);
                    Request.addCompletionListener(request, failure -> progress.answered());
                }
                return super.handle(request, response, callback);
            }
        };
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, this)
                .gauge(
                        "http.connections",
                        "connections that wait for a request or an answer",
                        slow -> slow.arrivals.size())
                .counter(
                        "http.slow.requests",
                        "connections, or streams of HTTP/2, ended: a request did not arrive in time",
                        slow -> slow.ended.sum())
                .gauge(
                        "http2.streams",
                        "requests under way of the HTTP/2 connection that has most",
                        SlowRequests::mostStreams)
                .limit("http2.streams.limit", "limit of those per connection", Http2.MAX_STREAMS);
    }

    private int mostStreams() {
        return arrivals.values().stream()
                .mapToInt(arrival -> arrival instanceof StreamArrival streams ? streams.streams() : 0)
                .max()
                .orElse(0);
    }

    /** Knows the connections of one connector, and looks at them regularly. */
    private final class Watch extends AbstractLifeCycle implements Connection.Listener {
        private final Connector connector;
        private volatile Scheduler.@Nullable Task next;

        Watch(Connector connector) {
            this.connector = connector;
        }

        @Override
        public void onOpened(Connection connection) {
            if (connection instanceof HTTP2Connection http2) {
                arrivals.put(connection, new StreamArrival(http2));
            } else if (connection instanceof ConnectionMetaData || connection instanceof NegotiatingServerConnection) {
                arrivals.put(connection, new ConnectionArrival(connection)); // not what only encrypts
            }
        }

        @Override
        public void onClosed(Connection connection) {
            arrivals.remove(connection);
        }

        @Override
        protected void doStart() {
            schedule();
        }

        @Override
        protected void doStop() {
            Scheduler.Task task = next;
            if (task != null) {
                task.cancel();
            }
        }

        private void schedule() {
            next = connector.getScheduler().schedule(this::check, limit.dividedBy(CHECKS));
        }

        private void check() {
            arrivals.forEach((connection, arrival) -> {
                int late = arrival.endLate(limit);
                if (late > 0) {
                    LOG.debug(
                            "a request of {} comes too slowly",
                            connection.getEndPoint().getRemoteSocketAddress());
                    ended.add(late);
                }
            });
            if (isRunning() || isStarting()) {
                schedule();
            }
        }
    }
}
