package io.framelog.viewer.channel;

import io.framelog.viewer.channel.ChannelCounters.End;
import io.framelog.viewer.connection.Client;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.websocket.Closing;
import io.framelog.viewer.websocket.FrameReader;
import io.framelog.viewer.websocket.ViolationException;
import java.nio.ByteBuffer;
import java.util.function.LongSupplier;

/** Reads what a window says, on the thread that reads its connection, and passes it on to the fan-out thread. */
final class WindowInput implements Client, FrameReader.Listener {
    /** The most bytes of a message. */
    static final int MAX_MESSAGE = 16 * 1024;

    private final Window window;
    private final LongSupplier nanoClock;
    private final MessageReader messages = new MessageReader();
    private final FrameReader frames = new FrameReader(MAX_MESSAGE, this);
    private final MessageRate rate;
    private boolean over;

    WindowInput(Window window, LongSupplier nanoClock) {
        this.window = window;
        this.nanoClock = nanoClock;
        this.rate = new MessageRate(nanoClock.getAsLong());
    }

    /** Serves the window from now on. */
    Client open() {
        window.connection().open();
        return this;
    }

    @Override
    public void received(ByteBuffer input) {
        if (over) {
            return;
        }
        try {
            frames.read(input);
        } catch (ViolationException e) {
            over = true;
            window.connection().post(() -> window.close(e.closing(), End.VIOLATION));
        }
    }

    /** Frames count, and not messages: one may consist of many. */
    @Override
    public void frame() {
        if (!rate.allows(nanoClock.getAsLong())) {
            throw new ViolationException(
                    Closing.POLICY_VIOLATION, "more than " + MessageRate.PER_SECOND + " messages per second");
        }
    }

    @Override
    public void text(String message) {
        try {
            WindowMessage said = messages.read(message);
            if (!(said instanceof WindowMessage.Shown shown)) {
                window.connection().post(() -> window.take(said));
            } else if (window.reports().add(shown.counts())) {
                window.wakeLater();
            }
        } catch (ProblemException e) {
            Problem problem = e.problem();
            window.connection().post(() -> window.refuse(problem));
        }
    }

    @Override
    public void ping(byte[] data) {
        window.connection().post(() -> window.pong(data));
    }

    @Override
    public void close(Closing closing) {
        over = true;
        window.connection().post(() -> window.closedByClient(closing));
    }

    @Override
    public void disconnected() {
        window.connection().disconnected();
    }

    @Override
    public void halfClosed() {
        window.connection().halfClosed();
    }

    @Override
    public void refused() {
        window.connection()
                .post(() ->
                        window.close(new Closing(Closing.POLICY_VIOLATION, "you may no longer see this"), End.REFUSED));
    }
}
