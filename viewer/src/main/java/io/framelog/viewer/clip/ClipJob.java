package io.framelog.viewer.clip;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes frames into a channel as a file.
 *
 * @param length the time from the first frame to the last, in microseconds, if it is known
 */
record ClipJob(ClipKind kind, StreamName stream, OptionalLong length) {
    /** Frames whose length is unknown. */
    ClipJob(ClipKind kind, StreamName stream) {
        this(kind, stream, OptionalLong.empty());
    }

    /** The frames of a clip. */
    @FunctionalInterface
    interface Frames {
        /** Waits for the next one. @return null at the end */
        @Nullable Frame next();
    }

    /**
     * Writes all frames.
     *
     * @param channel not closed here
     * @param progress updated after each frame
     * @throws IOException of the channel or of FFmpeg
     * @throws InterruptedException if the thread was interrupted between two frames
     */
    void run(Frames frames, WritableByteChannel channel, ClipProgress progress)
            throws IOException, InterruptedException {
        try (ClipWriter writer = ClipWriter.of(kind, stream, length, channel)) {
            for (Frame frame = frames.next(); frame != null; frame = frames.next()) {
                progress.frame(frame.capturedMicros(), writer.add(frame));
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
            }
            writer.finish();
        }
    }
}
