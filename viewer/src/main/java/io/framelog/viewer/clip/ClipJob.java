package io.framelog.viewer.clip;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.jspecify.annotations.Nullable;

/** Writes a stretch of a stream into a channel, from its first frame to its last. */
public final class ClipJob {
    private final ClipKind kind;
    private final StreamName stream;

    /** A clip of a stream. */
    public ClipJob(ClipKind kind, StreamName stream) {
        this.kind = kind;
        this.stream = stream;
    }

    /** The frames of a clip. */
    @FunctionalInterface
    public interface Frames {
        /** The next one; waits for it. @return null at the end */
        @Nullable Frame next() throws IOException, InterruptedException;
    }

    /**
     * Writes all frames.
     *
     * @param channel takes what is written, as it comes; not closed here
     * @param progress is told of each frame; safe to be read by another thread
     * @throws IOException of the channel, or of FFmpeg
     * @throws InterruptedException if the thread was interrupted between two frames
     */
    public void run(Frames frames, WritableByteChannel channel, ClipProgress progress)
            throws IOException, InterruptedException {
        try (ClipWriter writer = ClipWriter.of(kind, stream, channel)) {
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
