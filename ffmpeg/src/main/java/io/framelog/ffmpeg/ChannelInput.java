package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.AVSEEK_SIZE;
import static org.bytedeco.ffmpeg.global.avformat.avio_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avio_context_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXIT;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EXTERNAL;
import static org.bytedeco.ffmpeg.global.avutil.av_free;
import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.Read_packet_Pointer_BytePointer_int;
import org.bytedeco.ffmpeg.avformat.Seek_Pointer_long_int;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Lets FFmpeg read from a Java channel, straight into its own buffer. Unlike FFmpeg's own reading of a pipe, an
 * interrupt of the thread ends it. For one thread.
 */
final class ChannelInput implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 * 1024;
    private static final int SEEK_SET = 0;

    private final FileChannel channel;
    private final Reader reader = new Reader();
    private final @Nullable Seeker seeker;
    private final AVIOContext context;

    ChannelInput(FileChannel channel) {
        this.channel = channel;
        seeker = isFile(channel) ? new Seeker() : null;
        context = avio_alloc_context(
                new BytePointer(av_malloc(BUFFER_BYTES)).capacity(BUFFER_BYTES),
                BUFFER_BYTES,
                0,
                null,
                reader,
                null,
                seeker);
    }

    /** A pipe has no position. */
    private static boolean isFile(FileChannel channel) {
        try {
            return channel.position() >= 0;
        } catch (IOException e) {
            return false;
        }
    }

    AVIOContext context() {
        return context;
    }

    /** Called by FFmpeg's native code, through which no exception may pass. */
    private final class Reader extends Read_packet_Pointer_BytePointer_int {
        @Override
        public int call(Pointer unused, BytePointer bytes, int length) {
            try {
                int count = channel.read(bytes.capacity(length).asByteBuffer());
                return count < 0 ? AVERROR_EOF : count;
            } catch (ClosedByInterruptException e) {
                return AVERROR_EXIT();
            } catch (ClosedChannelException e) {
                return AVERROR_EOF;
            } catch (Throwable e) { // an Error as well: native code would lose it
                return AVERROR_EXTERNAL;
            }
        }
    }

    /** Like {@link Reader}. */
    private final class Seeker extends Seek_Pointer_long_int {
        @Override
        public long call(Pointer unused, long offset, int whence) {
            try {
                if (whence == AVSEEK_SIZE) {
                    return channel.size();
                }
                if (whence != SEEK_SET) {
                    return AVERROR_EXTERNAL; // FFmpeg converts the other kinds itself
                }
                return channel.position(offset).position();
            } catch (Throwable e) {
                return AVERROR_EXTERNAL;
            }
        }
    }

    @Override
    public void close() {
        if (!context.isNull()) {
            av_free(context.buffer()); // FFmpeg may have replaced the first buffer
            avio_context_free(context);
            context.setNull();
        }
        reader.close();
        if (seeker != null) {
            seeker.close();
        }
    }
}
