package io.framelog.viewer.connection;

import java.io.IOException;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.NetworkChannel;
import java.util.Objects;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes to a connection that Jetty accepted, of any kind, by Jetty's own non-blocking means. */
class EndPointOutlet implements Outlet, Callback {
    private static final Logger LOG = LoggerFactory.getLogger(EndPointOutlet.class);

    private final EndPoint endPoint;
    private final SendBuffer sendBuffer;
    /** What Jetty's flush wants, made once. */
    private final ByteBuffer[] flushed = {BufferUtil.EMPTY_BUFFER};

    private int sendBufferSize;
    private volatile @Nullable Listener listener;

    EndPointOutlet(EndPoint endPoint, SendBuffer sendBuffer) {
        this.endPoint = endPoint;
        this.sendBuffer = sendBuffer;
        // A still picture's client may vanish without a word.
        setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }

    @Override
    public boolean flush(ByteBuffer bytes) throws IOException {
        flushed[0] = bytes;
        try {
            return endPoint.flush(flushed);
        } finally {
            flushed[0] = BufferUtil.EMPTY_BUFFER; // the part's memory may be let go of while this connection lives
        }
    }

    @Override
    public void finish(ByteBuffer rest, Listener hears) {
        listener = hears;
        endPoint.write(this, rest);
    }

    /** Of Jetty: the rest was taken. */
    @Override
    public void succeeded() {
        Objects.requireNonNull(listener).written();
    }

    /** Of Jetty: the connection ended before the rest was taken. */
    @Override
    public void failed(Throwable cause) {
        LOG.debug("a viewer's connection ended: {}", cause.toString());
        Objects.requireNonNull(listener).failed();
    }

    /** The listener only takes note, so that Jetty's selecting thread can call it. */
    @Override
    public InvocationType getInvocationType() {
        return InvocationType.NON_BLOCKING;
    }

    @Override
    public void expect(int bytes) {
        int wanted = sendBuffer.sizeFor(bytes, sendBufferSize);
        if (wanted != sendBufferSize) {
            sendBufferSize = wanted;
            setOption(StandardSocketOptions.SO_SNDBUF, wanted);
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
        // With a linger time of 0 close sends a reset, and the kernel forgets what was not taken.
        setOption(StandardSocketOptions.SO_LINGER, 0);
        endPoint.close();
    }

    private <T> void setOption(SocketOption<T> option, T value) {
        Object transport = endPoint.getTransport();
        while (transport instanceof EndPoint inner) { // under TLS
            transport = inner.getTransport();
        }
        try {
            if (transport instanceof NetworkChannel channel) {
                channel.setOption(option, value);
            }
        } catch (IOException e) {
            LOG.debug("{} cannot be set: {}", option, e.toString());
        }
    }
}
