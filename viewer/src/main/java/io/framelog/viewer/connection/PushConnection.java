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
 * A connection after Jetty has written the response's head. Output goes through the {@link Outlet}; input is read only
 * to notice that the client is gone. Jetty hands it over as it does for WebSockets, by an upgrade.
 */
final class PushConnection extends AbstractConnection.NonBlocking implements Connection.UpgradeTo {
    /** Input is discarded, this many bytes at a time. */
    private static final int INPUT_SIZE = 512;

    private final Outlet outlet;
    private final Function<Outlet, ? extends Client> serve;
    private final Runnable onEnd;
    private final Optional<AdmissionCheck> admission;
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

    /** Discards what the client sent after its request and Jetty has read already. */
    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        BufferUtil.clear(buffer);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        // Jetty would close a connection while its stream has no frames; the event loop finds the stalled ones.
        getEndPoint().setIdleTimeout(0);
        client = serve.apply(outlet);
        admission.ifPresent(check -> check.begin(this::disconnected));
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
                // TLS 1.2 requires an answer to a close_notify (RFC 5246, 7.2.1); clients of TLS 1.3 wait for one, too.
                disconnected();
            } else {
                halfClosed();
            }
        } catch (IOException e) {
            disconnected();
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
