package io.framelog.viewer.channel;

import io.framelog.viewer.access.Identity;
import io.framelog.viewer.channel.ChannelCounters.End;
import io.framelog.viewer.connection.ClientConnection;
import io.framelog.viewer.connection.Outlet;
import io.framelog.viewer.http.JsonText;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.live.FrameWrite;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.websocket.Closing;
import io.framelog.viewer.websocket.Message;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One window of the page. What it is told comes first, then the list, the events, and its pictures in turn. It has no queue of
 * frames: a picture gets the newest one when its turn comes. Only for the fan-out thread.
 */
final class Window implements ClientConnection.Handler {
    /** What may wait to be said while the window takes a frame; a window with more does not listen. */
    static final int MAX_TEXTS = 256;
    /** After this time without a write the window is told the time, so that it knows that the viewer is there. */
    static final Duration SILENCE = Duration.ofMillis(750);

    /** What is kept of the longest frame's length for each later frame, as a divisor of what goes. */
    private static final int FADING = 64;

    private final Windows windows;
    private final Identity client;
    private final ClientConnection connection;
    private final Reports reports = new Reports();
    private final Pictures pictures;
    private final WindowEvents events;
    private final Deque<Message> texts = new ArrayDeque<>();
    private final PictureMessage frame = new PictureMessage();
    private final FrameWrite frameWrite;
    private byte @Nullable [] list;
    private int expected;
    private End end = End.GONE;
    private @Nullable Parting parting;

    Window(Windows windows, Identity client, Outlet outlet) {
        this.windows = windows;
        this.client = client;
        this.connection = windows.connect(outlet, this);
        this.pictures = new Pictures(this, client, reports, windows.opener(), windows.counters());
        this.events = windows.eventsOf(client);
        this.frameWrite = windows.frameWrite();
    }

    ClientConnection connection() {
        return connection;
    }

    /** What it says it has shown. Can be called from any thread. */
    Reports reports() {
        return reports;
    }

    Identity client() {
        return client;
    }

    /** As {@link System#nanoTime()}. */
    long now() {
        return windows.now();
    }

    /** Does what the window asks for. */
    void take(WindowMessage message) {
        if (parting != null) {
            return;
        }
        try {
            if (message instanceof WindowMessage.Watch watch) {
                pictures.watch(watch.pictures());
            } else if (message instanceof WindowMessage.Events wanted) {
                events.begin(wanted.after(), this);
            } else {
                windows.lists().add(this);
            }
        } catch (ProblemException e) {
            refuse(e.problem());
        }
    }

    /** What the window asks for is impossible. */
    void refuse(Problem problem) {
        say(Map.of("problem", problem.members()));
    }

    /** Sends a text as soon as the window can take it. */
    void say(Map<String, ?> members) {
        if (parting == null) {
            say(Message.of(Message.text(JsonText.write(members))));
        }
    }

    private void say(Message text) {
        if (canTake()) {
            write(text);
        } else if (texts.size() < MAX_TEXTS) {
            texts.add(text);
        } else {
            close(new Closing(Closing.POLICY_VIOLATION, "too much waits to be read"), End.VIOLATION);
        }
    }

    /** Answers a ping. */
    void pong(byte[] data) {
        if (parting == null) {
            say(Message.pong(data));
        }
    }

    /** There is a new list of streams. One that the window did not get yet is dropped. */
    void tellList(byte[] message) {
        list = message;
        ready();
    }

    /** Tells the window the time if it was told nothing for a while; ends one that does not answer a farewell. */
    void tick(long now) {
        if (parting != null) {
            finish(parting);
        } else if (canTake() && connection.sinceWrite(now) >= SILENCE.toNanos()) {
            write(Message.of(windows.time()));
        }
    }

    /** Gives all pictures a turn soon. Can be called from any thread. */
    void wakeLater() {
        connection.post(() -> {
            // being woken is enough
        });
    }

    /** Whether it can be sent something now. */
    boolean canTake() {
        return !connection.isEnded() && !connection.isBusy() && parting == null;
    }

    /**
     * Sends a frame. The window must be able to take it.
     *
     * @param follows whether its picture was sent another one before
     * @return whether it was sent
     */
    boolean send(Part part, int id, boolean follows) {
        frameWrite.begin(part, follows);
        PictureMessage message = frame.of(part, id, windows.nowMicros());
        int length = message.length();
        // What the system holds for the connection follows the largest of its pictures.
        expected = Math.max(length, expected - expected / FADING);
        boolean sent = connection.write(message, expected, windows.now());
        if (!connection.isBusy()) {
            frame.forget();
        }
        if (sent) {
            windows.sent(length);
        }
        return sent;
    }

    private void write(Message message) {
        connection.write(message, Math.max(expected, message.length()), windows.now());
    }

    @Override
    public void opened() {
        windows.add(this);
    }

    @Override
    public void ready() {
        if (connection.isEnded() || connection.isBusy()) {
            return;
        }
        frame.forget();
        if (parting != null) {
            finish(parting);
            return;
        }
        while (!texts.isEmpty() && canTake()) {
            write(texts.remove());
        }
        byte[] newest = list;
        if (newest != null && canTake()) {
            list = null;
            write(Message.of(newest));
        }
        for (Message next = nextEvent(); next != null; next = nextEvent()) {
            write(next);
        }
        pictures.takeTurns();
    }

    @Override
    public void written() {
        frameWrite.end();
    }

    private @Nullable Message nextEvent() {
        return canTake() ? events.next() : null;
    }

    /** Closes the channel, with a word to the window. */
    void close(Closing why, End counted) {
        if (parting == null) {
            parting = new Parting(why, windows.now());
            end = counted;
            texts.clear();
            list = null;
            pictures.closeAll();
            events.end();
            ready();
        }
    }

    /** The window closes the channel, or agrees. It is not listened to any more. */
    void closedByClient(Closing why) {
        close(new Closing(why.code(), ""), End.GONE);
        if (parting != null) {
            parting.agree();
        }
        ready();
    }

    private void finish(Parting present) {
        Message last = connection.isBusy() ? null : present.lastWord();
        if (last != null) {
            write(last);
        }
        if (present.isOver(windows.now()) && !connection.isBusy()) {
            connection.end();
        }
    }

    @Override
    public void leaving() {
        if (parting == null) {
            close(new Closing(Closing.GOING_AWAY, "the viewer ends"), End.SHUTDOWN);
        }
    }

    /** It may have gone, or may be gone: a window that wants to see something keeps its side open. */
    @Override
    public boolean isComplete() {
        return true;
    }

    @Override
    public void closed() {
        pictures.closeAll();
        events.end();
        windows.remove(this, connection.isStalled() ? End.STALLED : end);
    }

    @Override
    public void stalled() {
        windows.stalled();
    }
}
