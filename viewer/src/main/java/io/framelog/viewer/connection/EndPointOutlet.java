package io.framelog.viewer.connection;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes through Jetty's non-blocking endpoint, to any kind of connection. */
class EndPointOutlet implements Outlet, Callback {
    private static final Logger LOG = LoggerFactory.getLogger(EndPointOutlet.class);

    private final EndPoint endPoint;
    private final SendBuffer sendBuffer;
    private int sendBufferSize;
    private volatile @Nullable Listener listener;

    EndPointOutlet(EndPoint endPoint, SendBuffer sendBuffer) {
        this.endPoint = endPoint;
        this.sendBuffer = sendBuffer;
        Sockets.keepAlive(endPoint);
    }

    @Override
    public boolean flush(ByteBuffer[] bytes) throws IOException {
        return endPoint.flush(bytes);
    }

    @Override
    public void finish(ByteBuffer[] rest, Listener onEnd) {
        listener = onEnd;
        endPoint.write(this, rest);
    }

    /** Called by Jetty: the rest was written. */
    @Override
    public void succeeded() {
        Objects.requireNonNull(listener).written();
    }

    /** Called by Jetty: the connection ended before the rest was written. */
    @Override
    public void failed(Throwable cause) {
        LOG.debug("a client's connection ended: {}", cause.toString());
        Objects.requireNonNull(listener).failed();
    }

    /** The listener does not block, so Jetty's selector thread can call it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void expect(int bytes) {
        int wanted = sendBuffer.sizeFor(bytes, sendBufferSize);
        if (wanted != sendBufferSize) {
            sendBufferSize = wanted;
            Sockets.set(endPoint, StandardSocketOptions.SO_SNDBUF, wanted);
        }
    }

    @Override
    public boolean isOpen() {
        return endPoint.isOpen();
    }

    @Override
    public void close() {
        endPoint.close();
    }

    @Override
    public void abort() {
        Sockets.reset(endPoint);
    }
}
