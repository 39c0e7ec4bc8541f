package io.framelog.viewer.clip;

import io.framelog.frame.Frame;
import io.framelog.viewer.history.FrameCursor;
import io.framelog.viewer.kafka.StoredFrame;
import org.jspecify.annotations.Nullable;

/** The frame that was looked at already, and those of the log behind it. Of the thread that has the cursor. */
public final class FirstAndRest implements ClipJob.Frames {
    private final FrameCursor rest;
    private @Nullable StoredFrame first;

    /** @param rest stands behind the first */
    public FirstAndRest(StoredFrame first, FrameCursor rest) {
        this.first = first;
        this.rest = rest;
    }

    @Override
    public @Nullable Frame next() {
        StoredFrame next = first == null ? rest.next() : first;
        first = null;
        return next == null ? null : next.frame();
    }
}
