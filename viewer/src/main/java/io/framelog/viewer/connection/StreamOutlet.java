package io.framelog.viewer.connection;

import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.http2.api.Stream;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.io.EofException;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes to a stream of an HTTP/2 connection. Jetty sends the bytes from where they lie, as the client's windows and the
 * connection allow it, and takes turns with the other streams.
 */
final class StreamOutlet implements Outlet, Callback {
    private static final Logger LOG = LoggerFactory.getLogger(StreamOutlet.class);

    /** How long the reset of a stalled stream may wait for the connection, which then takes nothing at all. */
    private static final long RESET_LIMIT_MILLIS = 2_000;

    private final Response response;
    private final Stream stream;
    private final Callback end;
    private final SendBuffer sendBuffer;
    private final EndPoint endPoint;
    private final Scheduler scheduler;
    /** The size of the connection's buffer in the system: that of its stream with the largest frames. */
    private final AtomicInteger connectionBuffer;

    private int wantedBuffer;
    private ByteBuffer[] rest = {};
    private int next;
    private volatile @Nullable Listener listener;

    /** @param end ends the stream */
    StreamOutlet(Request request, Response response, Stream stream, Callback end, SendBuffer sendBuffer) {
        this.response = response;
        this.stream = stream;
        this.end = end;
        this.sendBuffer = sendBuffer;
        ConnectionMetaData connection = request.getConnectionMetaData();
        endPoint = connection.getConnection().getEndPoint();
        scheduler = connection.getConnector().getScheduler();
        connectionBuffer = connectionBuffer(connection);
        Sockets.keepAlive(endPoint);
    }

    private static AtomicInteger connectionBuffer(ConnectionMetaData connection) {
        synchronized (connection) {
            if (connection.getAttribute(StreamOutlet.class.getName()) instanceof AtomicInteger present) {
                return present;
            }
            AtomicInteger created = new AtomicInteger();
            connection.setAttribute(StreamOutlet.class.getName(), created);
            return created;
        }
    }

    /** Leaves all to {@link #finish}: only Jetty knows whether the connection is busy with other streams. */
    @Override
    public boolean flush(ByteBuffer[] bytes) {
        return false;
    }

    @Override
    public void finish(ByteBuffer[] rest, Listener onEnd) {
        this.rest = rest;
        next = 0;
        listener = onEnd;
        response.write(false, rest[0], this);
    }

    /** Called by Jetty: a buffer was written. */
    @Override
    public void succeeded() {
        next++;
        if (next < rest.length) {
            response.write(false, rest[next], this);
        } else {
            takeListener().written();
        }
    }

    /** Called by Jetty: the stream ended before the buffer was written. */
    @Override
    public void failed(Throwable cause) {
        LOG.debug("a client's stream ended: {}", cause.toString());
        takeListener().failed();
    }

    private Listener takeListener() {
        Listener present = listener;
        listener = null;
        if (present == null) {
            throw new IllegalStateException("nothing is being written");
        }
        return present;
    }

    /** The listener does not block, so Jetty's selector thread can call it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void expect(int bytes) {
        int wanted = sendBuffer.sizeFor(bytes, wantedBuffer);
        if (wanted != wantedBuffer) {
            wantedBuffer = wanted;
            if (connectionBuffer.getAndAccumulate(wanted, Math::max) < wanted) {
                Sockets.set(endPoint, StandardSocketOptions.SO_SNDBUF, wanted);
            }
        }
    }

    @Override
    public boolean isOpen() {
        return !stream.isClosed() && !stream.isReset();
    }

    /** What is being written is cut off, and the client sees that. */
    @Override
    public void close() {
        end.succeeded();
    }

    /** If the connection does not even take the reset, it is reset itself, as nothing else ends it. */
    @Override
    public void abort() {
        end.failed(new EofException("the client takes nothing"));
        if (listener != null) {
            scheduler.schedule(
                    () -> {
                        if (listener != null) {
                            Sockets.reset(endPoint);
                        }
                    },
                    RESET_LIMIT_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }
}
