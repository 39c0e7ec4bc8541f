package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_EF_EXPLODE;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_decoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_to_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_frame;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_packet;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENOMEM;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;

import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/** FFmpeg's decoder of one video stream. For one thread; FFmpeg's own threads decode beside it. */
public final class Decoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVFrame picture = av_frame_alloc();

    /**
     * Decodes at the full size.
     *
     * @param codec what to decode
     * @param lowDelay a live stream: each picture is wanted as soon as its packet is there, so only slices are decoded
     *     side by side; otherwise whole pictures are (FFmpeg's frame threads delay by one picture a thread)
     * @throws FFmpegException if this FFmpeg cannot decode it
     */
    public Decoder(AVCodecParameters codec, boolean lowDelay) throws FFmpegException {
        this(codec, lowDelay, Optional.empty(), 0);
    }

    /**
     * Decodes to less, which costs less than scaling afterwards.
     *
     * @param codec what to decode
     * @param lowDelay as above
     * @param size of the pictures, where it is not what the codec's parameters say: FFmpeg takes a JPEG of less than three
     *     quarters of that height for one of two fields (mjpegdec.c)
     * @param halvings how many times width and height are halved, rounded up; not more than {@link #mostHalvings}
     * @throws FFmpegException if this FFmpeg cannot decode it
     */
    public Decoder(AVCodecParameters codec, boolean lowDelay, Optional<ImageSize> size, int halvings)
            throws FFmpegException {
        AVCodec decoder = avcodec_find_decoder(codec.codec_id());
        if (decoder == null || decoder.isNull()) {
            throw new FFmpegException(
                    "decoding " + avcodec.avcodec_get_name(codec.codec_id()).getString(), AVERROR_DECODER_NOT_FOUND);
        }
        context = avcodec_alloc_context3(decoder);
        try {
            FFmpegException.check("preparing the decoder", avcodec_parameters_to_context(context, codec));
            size.ifPresent(told -> context.width(told.width())
                    .height(told.height())
                    .coded_width(told.width())
                    .coded_height(told.height()));
            context.thread_count(0);
            context.lowres(halvings);
            if (lowDelay) {
                context.thread_type(AVCodecContext.FF_THREAD_SLICE);
                context.flags(context.flags() | AV_CODEC_FLAG_LOW_DELAY);
            }
            FFmpegException.check("opening the decoder", avcodec_open2(context, decoder, (AVDictionary) null));
        } catch (FFmpegException e) {
            close();
            throw e;
        }
    }

    /** How many times the decoder of a codec can halve width and height by itself; 0 for most codecs. */
    public static int mostHalvings(int codecId) {
        AVCodec decoder = avcodec_find_decoder(codecId);
        return decoder == null || decoder.isNull() ? 0 : decoder.max_lowres();
    }

    /** From now on what is damaged gives no picture, where FFmpeg would otherwise show what it has of it. */
    void refuseDamage() {
        context.err_recognition(context.err_recognition() | AV_EF_EXPLODE);
    }

    /**
     * Lets an image that is decoded for itself fail alone: whatever is odd about it, FFmpeg may have a code of its own for.
     * What {@link Output} throws is not the image's fault, and passes.
     *
     * @return false if the image gave no picture, or not all of it
     * @throws FFmpegException if there was no memory
     */
    boolean decodeStill(AVPacket image, Output output) throws IOException, InterruptedException {
        int sent = avcodec_send_packet(context, image);
        boolean sound = sent >= 0;
        requireMemory(sent);
        while (true) {
            int received = avcodec_receive_frame(context, picture);
            if (received == AVERROR_EAGAIN() || received == AVERROR_EOF) {
                return sound;
            }
            requireMemory(received);
            if (received >= 0) {
                output.accept(picture);
            } else if (received == AVERROR_INVALIDDATA) {
                sound = false;
            } else {
                return false; // said of the same image again and again
            }
        }
    }

    private static void requireMemory(int result) throws FFmpegException {
        if (result == AVERROR_ENOMEM()) {
            throw new FFmpegException("decoding", result);
        }
    }

    /** Takes a picture out of the decoder. */
    @FunctionalInterface
    public interface Output {
        /**
         * Takes a picture.
         *
         * @param picture valid during the call
         */
        void accept(AVFrame picture) throws IOException, InterruptedException;
    }

    /**
     * Decodes a packet and hands on every picture that is finished by it.
     *
     * @param packet the next packet, or null at the end, for the pictures still inside
     * @return false if the packet was damaged; decoding goes on with the next
     */
    public boolean decode(@Nullable AVPacket packet, Output output) throws IOException, InterruptedException {
        int sent = avcodec_send_packet(context, packet);
        if (sent < 0 && sent != AVERROR_EOF && sent != AVERROR_INVALIDDATA) {
            throw new FFmpegException("decoding", sent);
        }
        boolean sound = sent != AVERROR_INVALIDDATA;
        while (true) {
            int received = avcodec_receive_frame(context, picture);
            if (received == AVERROR_EAGAIN() || received == AVERROR_EOF) {
                return sound;
            }
            if (received == AVERROR_INVALIDDATA) {
                sound = false;
                continue;
            }
            FFmpegException.check("decoding", received);
            output.accept(picture);
        }
    }

    @Override
    public void close() {
        av_frame_free(picture);
        avcodec_free_context(context);
    }
}
