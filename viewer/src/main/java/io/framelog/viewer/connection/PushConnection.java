package io.framelog.viewer.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;

/**
 * A connection after Jetty has written the response's head. Output goes through the {@link Outlet}; input goes to the
 * {@link Client}, and is read in any case to notice that the client is gone. Jetty hands it over by an upgrade.
 */
final class PushConnection extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
    /** Input is read this many bytes at a time. */
    private static final int INPUT_SIZE = 512;

    private final Outlet outlet;
    private final Function<Outlet, ? extends Client> serve;
    private final Runnable onEnd;
    private final Optional<AdmissionCheck> admission;
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;
    private volatile @Nullable Client client;

    /**
     * Creates a connection that is not open yet.
     *
     * @param serve called when the connection is open; begins to send
     * @param onEnd called when the client is gone, perhaps more than once
     * @param admission ends the connection when the client may no longer see what it shows
     */
    PushConnection(
            EndPoint endPoint,
            Executor executor,
            Outlet outlet,
            Function<Outlet, ? extends Client> serve,
            Runnable onEnd,
            Optional<AdmissionCheck> admission) {
        super(endPoint, executor);
        this.outlet = outlet;
        this.serve = serve;
        this.onEnd = onEnd;
        this.admission = admission;
    }

    /** Takes what the client sent after its request and Jetty has read already. */
    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        early = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
    }

    @Override
    public void onOpen() {
        super.onOpen();
        // Jetty would close a connection while its stream has no frames; the event loop finds the stalled ones.
        getEndPoint().setIdleTimeout(0);
        Client served = serve.apply(outlet);
        client = served;
        admission.ifPresent(check -> check.begin(served::refused));
        received(early);
        early = BufferUtil.EMPTY_BUFFER;
        fillInterested();
    }

    @Override
    public void onFillable() {
        ByteBuffer input = BufferUtil.allocate(INPUT_SIZE);
        try {
            int filled = getEndPoint().fill(input);
            while (filled == INPUT_SIZE) {
                received(input);
                BufferUtil.clear(input);
                filled = getEndPoint().fill(input);
            }
            if (filled >= 0) {
                received(input); // if there is more now, Jetty calls again: that is cheaper than to look
                fillInterested();
            } else if (getEndPoint().isSecure()) {
                // TLS 1.2 requires an answer to a close_notify (RFC 5246, 7.2.1); clients of TLS 1.3 wait for one, too.
                disconnected();
            } else {
                halfClosed();
            }
        } catch (IOException e) {
            disconnected();
        }
    }

    private void received(ByteBuffer input) {
        Client present = client;
        if (present != null && input.hasRemaining()) {
            present.received(input);
        }
    }

    private void halfClosed() {
        Client present = client;
        if (present != null) {
            present.halfClosed();
        }
    }

    @Override
    public void onFillInterestedFailed(Throwable cause) {
        disconnected();
    }

    @Override
    public boolean onIdleExpired(TimeoutException timeout) {
        return false;
    }

    @Override
    public void onClose(Throwable cause) {
        super.onClose(cause);
        disconnected();
    }

    private void disconnected() {
        admission.ifPresent(AdmissionCheck::end);
        onEnd.run();
        Client present = client;
        if (present != null) {
            present.disconnected();
        }
    }
}
