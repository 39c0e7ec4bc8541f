package io.framelog.viewer.http;

import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes connections whose request does not arrive in time. Jetty's own limit is for silence, and a client that sends a
 * byte now and then is never silent. Head and body have the same time each. The answer may take any time: connections
 * that show streams are not closed.
 */
public final class SlowRequests implements Feature {
    /** Long enough for the slowest phone; a head mostly fits into one packet. */
    public static final Duration LIMIT = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(SlowRequests.class);
    /** How many times the connections are looked at while the limit passes. */
    private static final int CHECKS = 10;

    private final Duration limit;
    private final ConcurrentMap<Connection, Arrival> arrivals = new ConcurrentHashMap<>();
    private final LongAdder closed = new LongAdder();

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
                arrival(request).arrived();
                return super.handle(request, response, callback);
            }
        };
        Handler.Wrapper body = new WholeBody(maxBody);
        body.setHandler(noted);
        return new Handler.Wrapper(body) {
            @Override
            public boolean handle(Request request, Response response, Callback callback) throws Exception {
                Arrival arrival = arrival(request);
                arrival.arrives();
                Request.addCompletionListener(request, failure -> arrival.answered());
                return super.handle(request, response, callback);
            }
        };
    }

    private Arrival arrival(Request request) {
        Connection connection = request.getConnectionMetaData().getConnection();
        return arrivals.getOrDefault(connection, new Arrival(connection));
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
                        "connections closed: a request did not arrive in time",
                        slow -> slow.closed.sum());
    }

    /** How far one connection's request has come. */
    private static final class Arrival {
        private final Connection connection;
        /** How many bytes had come when the last answer was complete. */
        private long bytesBefore = -1;

        private long sinceNanos = System.nanoTime();
        private boolean complete;

        Arrival(Connection connection) {
            this.connection = connection;
        }

        /** The head has arrived, the body perhaps not. */
        synchronized void arrives() {
            bytesBefore = -1;
            sinceNanos = System.nanoTime();
        }

        synchronized void arrived() {
            complete = true;
        }

        /** Another request may follow. */
        synchronized void answered() {
            complete = false;
            bytesBefore = connection.getBytesIn();
            sinceNanos = System.nanoTime();
        }

        synchronized boolean isLate(Duration limit) {
            long now = System.nanoTime();
            if (bytesBefore >= 0 && connection.getBytesIn() != bytesBefore) {
                bytesBefore = -1; // the next request has begun
                sinceNanos = now;
            }
            return !complete && now - sinceNanos > limit.toNanos();
        }
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
            if (connection instanceof ConnectionMetaData) { // not what only encrypts
                arrivals.put(connection, new Arrival(connection));
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
                if (arrival.isLate(limit) && connection.getEndPoint().isOpen()) {
                    LOG.debug(
                            "a request of {} comes too slowly",
                            connection.getEndPoint().getRemoteSocketAddress());
                    closed.increment();
                    connection.close();
                }
            });
            if (isRunning() || isStarting()) {
                schedule();
            }
        }
    }
}
