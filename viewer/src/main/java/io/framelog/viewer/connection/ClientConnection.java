package io.framelog.viewer.connection;

import io.framelog.cli.FatalErrors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client on an {@link EventLoop}. It has at most one write under way, and is ended when the client stalls. An error
 * in one client's handling ends that client and reaches no other. Only for the loop's thread, except {@link #open()}
 * and the methods of {@link Client} and {@link Outlet.Listener}.
 */
public final class ClientConnection implements Client, Outlet.Listener, Runnable {
    /** Decides what a client is sent. All methods are called on the loop's thread. */
    public interface Handler {
        /** The connection is served from now on; {@link #ready()} follows. */
        void opened();

        /** The client can take more: writes what it is due, if anything. */
        void ready();

        /** The same, at regular intervals. */
        default void idle() {
            ready();
        }

        /** All bytes of the last write were given to the system. Called for each write that does not fail. */
        default void written() {}

        /** Whether the client has all that it will ever be sent; if so, it is ended as soon as it closes its side. */
        default boolean isComplete() {
            return false;
        }

        /** The event loop is closing, and the client can take a last word before its connection ends. */
        default void leaving() {}

        /** The connection has ended. Called once. */
        void closed();

        /** The client took nothing for too long. Called after {@link #closed()}. */
        void stalled();
    }

    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private static final int NOTHING_NEW = 0;
    private static final int OPENED = 1;
    private static final int WRITTEN = 2;
    private static final int DISCONNECTED = 4;
    private static final int HALF_CLOSED = 8;
    private static final int CHECK = 16;

    private final EventLoop loop;
    private final Outlet outlet;
    private final StallLimit limit;
    private final Handler handler;
    /** What happened since the last {@link #run()}; so the connection is in the loop's queue once at most. */
    private final AtomicInteger signals = new AtomicInteger();

    private boolean ended;
    private boolean halfClosed;
    private boolean stalled;
    /** When the last write began. */
    private long writeNanos;
    /** When the client was last seen to take something. */
    private long progressNanos;
    /** What is left of the unfinished write; the writing thread moves the positions. */
    private ByteBuffer @Nullable [] rest;
    /** How much of the rest there was at the last check. */
    private long restSeen;
    /** What the rest is of. Set before the unfinished write is handed over, released by whoever reports its end. */
    private volatile @Nullable Payload held;

    /** Creates a connection that is not served before {@link #open()}. */
    public ClientConnection(EventLoop loop, Outlet outlet, StallLimit limit, Handler handler) {
        this.loop = loop;
        this.outlet = outlet;
        this.limit = limit;
        this.handler = handler;
        this.writeNanos = loop.now();
        this.progressNanos = writeNanos;
    }

    /** Serves the client from now on. Can be called from any thread. */
    public void open() {
        signal(OPENED);
        if (loop.isClosing()) {
            outlet.close();
        }
    }

    @Override
    public void disconnected() {
        signal(DISCONNECTED);
    }

    /**
     * The client is served on, as it may be reading: if it is gone, the next write fails. Without one it is ended after
     * the time that a write may make no progress, or at once when its handler is complete.
     */
    @Override
    public void halfClosed() {
        signal(HALF_CLOSED);
    }

    @Override
    public void written() {
        releaseHeld();
        signal(WRITTEN);
    }

    @Override
    public void failed() {
        releaseHeld();
        signal(DISCONNECTED);
    }

    private void releaseHeld() {
        Payload payload = held;
        held = null;
        if (payload != null) {
            payload.release();
        }
    }

    private void signal(int what) {
        if (signals.getAndUpdate(before -> before | what) == 0) {
            loop.post(this);
        }
    }

    /** Handles what was signalled. */
    @Override
    public void run() {
        serve(signals.getAndSet(0), loop.now());
    }

    /**
     * Runs a task about this client on the loop's thread, unless the connection has ended; then has the handler write
     * what is due. An error in it ends this client only. Can be called from any thread.
     */
    public void post(Runnable task) {
        loop.post(() -> {
            try {
                if (!ended) {
                    task.run();
                }
            } catch (RuntimeException | Error e) {
                fail(e);
            }
            wake();
        });
    }

    /** Has the handler write what is due, if the client can take it. */
    public void wake() {
        serve(NOTHING_NEW, loop.now());
    }

    /** Ends the connection if it is closed or stalled; otherwise has the handler write what is due. */
    public void check(long now) {
        serve(CHECK, now);
    }

    private void serve(int what, long now) {
        try {
            if (!ended) {
                handle(what, now);
            }
        } catch (RuntimeException | Error e) {
            fail(e);
        }
    }

    private void handle(int what, long now) {
        if ((what & OPENED) != 0) {
            loop.add(this);
            handler.opened();
        }
        if ((what & HALF_CLOSED) != 0) {
            halfClosed = true;
            progressNanos = now;
        }
        boolean complete = (what & HALF_CLOSED) != 0 && rest == null && handler.isComplete();
        if ((what & DISCONNECTED) != 0 || complete) {
            end();
            return;
        }
        if ((what & WRITTEN) != 0) {
            rest = null;
            handler.written();
        }
        if ((what & CHECK) != 0) {
            check(rest, now);
        } else if (rest == null) {
            handler.ready();
        }
    }

    private void check(ByteBuffer @Nullable [] left, long now) {
        if (!outlet.isOpen()) {
            end();
        } else if (left == null) {
            handler.idle();
            if (halfClosed && rest == null && now - progressNanos >= limit.progressNanos()) {
                end();
            }
        } else if (now - writeNanos >= limit.writeNanos()) {
            stall();
        } else if (remaining(left) != restSeen) {
            restSeen = remaining(left);
            progressNanos = now;
        } else if (now - progressNanos >= limit.progressNanos()) {
            stall();
        }
    }

    private static long remaining(ByteBuffer[] buffers) {
        long bytes = 0;
        for (ByteBuffer buffer : buffers) {
            bytes += buffer.remaining();
        }
        return bytes;
    }

    private void stall() {
        stalled = true;
        outlet.abort();
        end();
        handler.stalled(); // last: who sees it counted no longer finds the client among those connected
    }

    /**
     * Writes to the client, which must not be {@linkplain #isBusy() busy}. What it does not take at once is kept, and
     * written as it takes more.
     *
     * @param expected about how many bytes such writes have, which bounds what the system holds for the connection
     * @return false if the connection has ended
     */
    public boolean write(Payload payload, int expected, long now) {
        writeNanos = now;
        progressNanos = now;
        try {
            outlet.expect(expected);
            if (outlet.flush(payload.fromStart())) {
                handler.written();
            } else {
                finish(payload);
            }
            return true;
        } catch (IOException e) {
            end();
        } catch (RuntimeException | Error e) { // how much was written is not known
            fail(e);
        }
        return false;
    }

    private void finish(Payload payload) {
        ByteBuffer[] left = payload.retainRest();
        held = payload;
        rest = left;
        restSeen = remaining(left);
        outlet.finish(left, this);
    }

    /** Whether the client is still taking an earlier write. */
    public boolean isBusy() {
        return rest != null;
    }

    /** Whether the connection has ended, or is ending, because the client took nothing for too long. */
    public boolean isStalled() {
        return stalled;
    }

    /** Whether the connection has ended. */
    public boolean isEnded() {
        return ended;
    }

    /** How long ago the last write began, in nanoseconds. */
    public long sinceWrite(long now) {
        return now - writeNanos;
    }

    private void fail(Throwable cause) {
        FatalErrors.escalate(cause);
        LOG.error("unexpected error; closing a client's connection", cause);
        end();
    }

    /** Ends the connection because the loop ends. Never throws. */
    void leave() {
        if (!ended && rest == null) {
            loop.attempt(handler::leaving);
        }
        end();
    }

    /** Ends the connection; what the system has taken is still sent. Never throws. */
    public void end() {
        if (!ended) {
            ended = true;
            loop.remove(this);
            loop.attempt(outlet::close);
            loop.attempt(handler::closed);
        }
    }
}
