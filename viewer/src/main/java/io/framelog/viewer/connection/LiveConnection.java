package io.framelog.viewer.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * What a connection is after Jetty wrote the response's head: nothing but a stream goes out (by a fan-out thread, through the
 * {@link Outlet}), and what comes in is read only to notice that the client is gone. Jetty's way to this is the one that it
 * has for WebSockets.
 */
final class LiveConnection extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
    /** Clients have nothing more to say; what they say is thrown away in bites of this size. */
    private static final int INPUT_SIZE = 512;

    private final Outlet outlet;
    private final Function<Outlet, ? extends Client> serve;
    private volatile @Nullable Client client;

    /** @param serve begins to send */
    LiveConnection(EndPoint endPoint, Executor executor, Outlet outlet, Function<Outlet, ? extends Client> serve) {
        super(endPoint, executor);
        this.outlet = outlet;
        this.serve = serve;
    }

    /** What the client sent behind its request, and Jetty has read already, is thrown away as all that comes later. */
    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        BufferUtil.clear(buffer);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        // Jetty would end a connection whose stream has no frames; the fan-out knows better which are stalled.
        getEndPoint().setIdleTimeout(0);
        client = serve.apply(outlet);
        fillInterested();
    }

    @Override
    public void onFillable() {
        ByteBuffer input = BufferUtil.allocate(INPUT_SIZE);
        try {
            int filled = getEndPoint().fill(input);
            while (filled > 0) {
                BufferUtil.clear(input);
                filled = getEndPoint().fill(input);
            }
            if (filled == 0) {
                fillInterested();
            } else if (getEndPoint().isSecure()) {
                gone(); // TLS 1.2 wants the end answered by an end (RFC 5246, 7.2.1), and clients of 1.3 wait for it as
                // well
            } else {
                saysNoMore();
            }
        } catch (IOException e) {
            gone();
        }
    }

    /** Simple clients close their side when they have sent the request, and read on; one that is gone looks the same. */
    private void saysNoMore() {
        Client present = client;
        if (present != null) {
            present.saysNoMore();
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        gone();
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        gone();
    }

    private void gone() {
        Client present = client;
        if (present != null) {
            present.gone();
        }
    }
}
