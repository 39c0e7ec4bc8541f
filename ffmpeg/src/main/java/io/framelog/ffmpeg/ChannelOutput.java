package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Write_packet_Pointer_BytePointer_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Has FFmpeg write to a channel of Java's, which cannot be gone back in. Once the channel has failed it is asked no more. For
 * one thread.
 */
final class ChannelOutput extends Write_packet_Pointer_BytePointer_int {
    private static final int BUFFER_BYTES = 64 * 1024;

    private final WritableByteChannel channel;
    private final AVIOContext context;
    private @Nullable Throwable failure;

    ChannelOutput(WritableByteChannel channel) {
        this.channel = channel;
        context = avio_alloc_context(
                new BytePointer(av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES),
                BUFFER_BYTES,
                1,
                null,
                null,
                this,
                null);
    }

    AVIOContext context() {
        return context;
    }

    /** Called by FFmpeg, out of its own calls: nothing may be thrown through those. */
    @Override
    public int call(Pointer unused, BytePointer bytes, int length) {
        if (failure != null) {
            return AVERROR_EXTERNAL;
        }
        try {
            ByteBuffer buffer = bytes.capacity(length).asByteBuffer();
            while (buffer.hasRemaining()) {
                var unusedCount = channel.write(buffer);
            }
            return length;
        } catch (Throwable e) { // an Error as well: through native code it would be lost
            failure = e;
        }
        return AVERROR_EXTERNAL;
    }

    /**
     * Lets a good result of FFmpeg's pass.
     *
     * @throws IOException the channel's, where that is what failed
     * @throws FFmpegException else
     */
    void check(String action, int result) throws IOException {
        Throwable thrown = failure;
        if (thrown instanceof Error e) {
            throw e;
        }
        if (thrown instanceof IOException e) {
            throw e;
        }
        if (thrown != null) {
            throw new IOException(thrown);
        }
        FFmpegException.check(action, result);
    }

    @Override
    public void close() {
        if (!context.isNull()) {
            av_free(context.buffer()); // FFmpeg may have put another in the place of the first
            avio_context_free(context);
            context.setNull();
        }
        super.close();
    }
}
