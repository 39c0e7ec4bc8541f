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
 * Lets FFmpeg write to a Java channel; seeking is not possible. After the channel has failed once, nothing more is
 * written to it. For one thread.
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

    /** Called by FFmpeg's native code, through which no exception may pass. */
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
        } catch (Throwable e) { // an Error as well: native code would lose it
            failure = e;
        }
        return AVERROR_EXTERNAL;
    }

    /**
     * Checks the result of an FFmpeg call.
     *
     * @throws IOException the channel's own exception, if the channel failed
     * @throws FFmpegException if the result is negative for another reason
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
            av_free(context.buffer()); // FFmpeg may have replaced the first buffer
            avio_context_free(context);
            context.setNull();
        }
        super.close();
    }
}
