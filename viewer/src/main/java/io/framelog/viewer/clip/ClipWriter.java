package io.framelog.viewer.clip;

import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.ffmpeg.Mp4Writer;
import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.OptionalLong;
import org.slf4j.LoggerFactory;

/** Writes frames into a file of some kind. Its memory hardly grows with their number. Not thread-safe. */
interface ClipWriter extends AutoCloseable {
    /**
     * A writer; writes nothing before the first frame.
     *
     * @param length the time from the first frame to the last, in microseconds, for the header of an MP4
     * @param channel not closed here
     * @throws io.framelog.cli.CommandFailure if FFmpeg is needed and cannot be loaded on this machine
     */
    static ClipWriter of(ClipKind kind, StreamName stream, OptionalLong length, WritableByteChannel channel) {
        return switch (kind) {
            case MP4 -> video(channel, stream, length);
            case MKV -> new MatroskaWriter(channel, stream);
            case ZIP -> new ZipWriter(channel, stream);
        };
    }

    private static ClipWriter video(WritableByteChannel channel, StreamName stream, OptionalLong length) {
        // The first call of FFmpeg, whose libraries are loaded here.
        FFmpegLog.set(LoggerFactory.getLogger(ClipWriter.class).isDebugEnabled());
        return new Video(new Mp4Writer(channel, stream.value(), length));
    }

    /**
     * Adds a frame.
     *
     * @return false if it was left out: damaged, or of another format than the first
     * @throws IOException of the channel or of FFmpeg
     */
    boolean add(Frame frame) throws IOException, InterruptedException;

    /** Completes the file; writes nothing if there was no frame. */
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
