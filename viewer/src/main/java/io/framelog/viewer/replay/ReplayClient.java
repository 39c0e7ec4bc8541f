package io.framelog.viewer.replay;

import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import org.jspecify.annotations.Nullable;

/** A replay's client, and the frame that it was shown last. Called on the event loop's thread. */
final class ReplayClient {
    private final Watcher watcher;
    private @Nullable Part shown;
    private long serial;
    private boolean sent = true;

    ReplayClient(Watcher watcher) {
        this.watcher = watcher;
    }

    /** Shows a frame, and releases it when the next one is shown. */
    void show(Part part, long nowNanos) {
        serial++;
        release();
        shown = part;
        sent = watcher.offer(part, serial, nowNanos);
    }

    /** The client can take a frame: offers it the one that is shown. */
    void catchUp(long nowNanos) {
        if (shown != null) {
            sent |= watcher.offer(shown, serial, nowNanos);
        }
    }

    /** Whether the client has begun to get the frame that is shown, if any. */
    boolean isSent() {
        return shown == null || sent;
    }

    /** Ends the connection, unless the client is still taking a frame. */
    void endUnlessBusy() {
        if (!watcher.isBusy()) {
            watcher.end();
        }
    }

    /** Moves the client to a live stream. It gets the newest frame at once only if it was shown nothing yet. */
    void moveTo(LiveStream live) {
        watcher.moveTo(live, serial > 0 ? live.serial() : live.serial() - 1);
    }

    void end() {
        watcher.end();
    }

    void release() {
        if (shown != null) {
            shown.release();
            shown = null;
        }
    }
}
