package io.framelog.viewer.replay;

import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import org.jspecify.annotations.Nullable;

/** What a replay's client sees: the frame that was shown last, with a reference to it. On the fan-out thread. */
final class Screen {
    private final Watcher client;
    private @Nullable Part shown;
    private long serial;
    private boolean sent = true;

    Screen(Watcher client) {
        this.client = client;
    }

    /** Shows a frame; the reference goes over to the screen. */
    void show(Part part, long nowNanos) {
        serial++;
        release();
        shown = part;
        sent = client.offer(part, serial, nowNanos);
    }

    /** The client can take a frame: the one shown, where it does not have that. */
    void catchUp(long nowNanos) {
        if (shown != null) {
            sent |= client.offer(shown, serial, nowNanos);
        }
    }

    /** Whether nothing is shown that the client has not begun to get. */
    boolean isSent() {
        return shown == null || sent;
    }

    /** Ends the connection, unless the client still gets what it began to. */
    void endUnlessBusy() {
        if (!client.isBusy()) {
            client.end();
        }
    }

    /** From now on the client sees what is live; where it has seen nothing yet, the newest frame first. */
    void handOver(LiveStream live) {
        client.moveTo(live, serial > 0 ? live.serial() : live.serial() - 1);
    }

    void release() {
        if (shown != null) {
            shown.release();
            shown = null;
        }
    }
}
