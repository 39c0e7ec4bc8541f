package io.framelog.viewer.preview;

import io.framelog.viewer.live.Feed;
import io.framelog.viewer.live.LiveStream;
import io.framelog.viewer.live.Watcher;
import io.framelog.viewer.part.Part;
import org.jspecify.annotations.Nullable;

/** One client of a reduced copy. Only for the fan-out thread. */
final class PreviewSeat implements Feed {
    private final Previews previews;
    private final LiveStream stream;
    private final int width;
    private final long intervalNanos;
    private @Nullable Watcher watcher;
    private @Nullable Preview preview;
    private long firstSource;

    /**
     * A client that has joined the stream.
     *
     * @param intervalNanos the shortest time between two frames; zero for every frame
     * @param firstSource the number of the frame, in its stream, before which the client is shown none
     */
    PreviewSeat(Previews previews, LiveStream stream, int width, long intervalNanos, long firstSource) {
        this.previews = previews;
        this.stream = stream;
        this.width = width;
        this.intervalNanos = intervalNanos;
        this.firstSource = firstSource;
    }

    LiveStream stream() {
        return stream;
    }

    int width() {
        return width;
    }

    long intervalNanos() {
        return intervalNanos;
    }

    /** The number of the frame, in its stream, before which the client is shown none. */
    long firstSource() {
        return firstSource;
    }

    /** Shows the client no frame before this one. */
    void waitFor(long source) {
        firstSource = Math.max(firstSource, source);
    }

    void offer(Part part, long serial, long now) {
        if (watcher != null) {
            watcher.offer(part, serial, now);
        }
    }

    @Override
    public void add(Watcher client) {
        watcher = client;
        preview = previews.enter(this);
    }

    @Override
    public void catchUp(Watcher client) {
        if (preview != null) {
            preview.catchUp(this);
        }
    }

    @Override
    public void remove(Watcher client) {
        previews.leave(this, preview);
        preview = null;
    }
}
