package io.framelog.viewer.http;

import java.time.Duration;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;

/** A connection of HTTP/1.1, which has one request at a time, or one whose handshake is under way. */
final class ConnectionArrival implements Arrival, Arrival.Progress {
    private final Connection connection;
    /** How many bytes had come when the last answer was complete. */
    private long bytesBefore = -1;

    private long sinceNanos = System.nanoTime();
    private boolean complete;

    ConnectionArrival(Connection connection) {
        this.connection = connection;
    }

    @Override
    public synchronized Progress begins(Request request) {
        bytesBefore = -1;
        sinceNanos = System.nanoTime();
        return this;
    }

    @Override
    public synchronized void arrived() {
        complete = true;
    }

    /** Another request may follow. */
    @Override
    public synchronized void answered() {
        complete = false;
        bytesBefore = connection.getBytesIn();
        sinceNanos = System.nanoTime();
    }

    @Override
    public int endLate(Duration limit) {
        if (!isLate(limit) || !connection.getEndPoint().isOpen()) {
            return 0;
        }
        connection.close();
        return 1;
    }

    private synchronized boolean isLate(Duration limit) {
        long now = System.nanoTime();
        if (bytesBefore >= 0 && connection.getBytesIn() != bytesBefore) {
            bytesBefore = -1; // the next request has begun
            sinceNanos = now;
        }
        return !complete && now - sinceNanos > limit.toNanos();
    }
}
