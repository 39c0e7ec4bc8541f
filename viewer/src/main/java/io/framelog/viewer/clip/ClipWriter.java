package io.framelog.viewer.clip;

import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.ffmpeg.Mp4Writer;
import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import org.slf4j.LoggerFactory;

/** Writes frames into a file of some kind, as they come: its memory does not grow with them. For one thread. */
interface ClipWriter extends AutoCloseable {
    /**
     * A writer of a kind; writes nothing before the first frame.
     *
     * @param channel takes what is written; not closed here
     * @throws io.framelog.cli.CommandFailure if FFmpeg is wanted, and cannot be loaded on this machine
     */
    static ClipWriter of(ClipKind kind, StreamName stream, WritableByteChannel channel) {
        return switch (kind) {
            case MP4 -> video(channel, stream);
            case MKV -> new MatroskaWriter(channel, stream);
            case ZIP -> new ZipWriter(channel, stream);
        };
    }

    private static ClipWriter video(WritableByteChannel channel, StreamName stream) {
        // The first that is asked of FFmpeg, whose libraries take a while to load.
        FFmpegLog.set(LoggerFactory.getLogger(ClipWriter.class).isDebugEnabled());
        return new Video(new Mp4Writer(channel, stream.value()));
    }

    /**
     * Adds a frame.
     *
     * @return false if it was left out, since it is damaged or cannot be in the same file as the first
     * @throws IOException of the channel, or of FFmpeg
     */
    boolean add(Frame frame) throws IOException, InterruptedException;

    /** Writes what belongs behind the last frame; without a frame, nothing. */
    void finish() throws IOException;

    @Override
    void close();

    /** MP4. */
    record Video(Mp4Writer writer) implements ClipWriter {
        @Override
        public boolean add(Frame frame) throws IOException, InterruptedException {
            return writer.add(frame.format(), frame.image(), frame.capturedMicros());
        }

        @Override
        public void finish() throws IOException {
            writer.finish();
        }

        @Override
        public void close() {
            writer.close();
        }
    }
}
