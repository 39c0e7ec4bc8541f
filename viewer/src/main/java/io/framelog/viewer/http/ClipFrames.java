package io.framelog.viewer.http;

import io.framelog.frame.Frame;
import io.framelog.viewer.clip.ClipJob;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.kafka.StoredFrame;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a clip, as long as its client is there: that is looked after while they are looked for among those of other
 * streams, which may take long. Of one thread.
 */
final class ClipFrames implements ClipJob.Frames {
    private final FrameCursor cursor;
    private final Presence client;
    private @Nullable Frame first;

    ClipFrames(FrameCursor cursor, Presence client) {
        this.cursor = cursor;
        this.client = client;
    }

    /** The first one, which {@link #next} gives again; to be asked once, before that. Null where there is none. */
    @Nullable Frame first() throws ClientGoneException {
        first = read();
        return first;
    }

    @Override
    public @Nullable Frame next() throws ClientGoneException {
        Frame next = first == null ? read() : first;
        first = null;
        return next;
    }

    private @Nullable Frame read() throws ClientGoneException {
        while (!cursor.isReady()) {
            client.require();
            cursor.fetch();
        }
        @Nullable StoredFrame next = cursor.next();
        return next == null ? null : next.frame();
    }
}
