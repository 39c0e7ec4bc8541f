package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_LOW_DELAY;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
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

import io.framelog.frame.ImageFormat;
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

/** FFmpeg's decoder for one video stream. For one thread; FFmpeg decodes on threads of its own. */
public final class Decoder implements AutoCloseable {
    private final AVCodecContext context;
    private final AVFrame picture = av_frame_alloc();

    /**
     * Decodes at the full size.
     *
     * @param codec what to decode
     * @param lowDelay true for a live stream: only slices are decoded in parallel, so that a picture comes with its
     *     packet. Otherwise, whole pictures are, and each of FFmpeg's threads adds a delay of one picture
     * @throws FFmpegException if this FFmpeg cannot decode it
     */
    public Decoder(AVCodecParameters codec, boolean lowDelay) throws FFmpegException {
        this(codec, lowDelay, Optional.empty(), 0);
    }

    /**
     * Decodes at a smaller size, which is faster than scaling afterwards.
     *
     * @param codec what to decode
     * @param lowDelay see above
     * @param size the pictures' size, if it differs from the codec's parameters: FFmpeg treats a JPEG of less than
     *     three quarters of the expected height as one of two fields (mjpegdec.c)
     * @param halvings how many times width and height are halved and rounded up; see {@link #halvings}
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
            context.max_pixels(PictureLimits.MAX_PIXELS);
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

    /**
     * How many times a codec's decoder can halve the original size and stay above the target; 0 for most codecs.
     *
     * @param codecId one of FFmpeg's AV_CODEC_ID
     */
    public static int halvings(int codecId, ImageSize original, ImageSize target) {
        AVCodec decoder = avcodec_find_decoder(codecId);
        return decoder == null || decoder.isNull() ? 0 : halvings(original, target, decoder.max_lowres());
    }

    static int halvings(ImageSize original, ImageSize target, int max) {
        int halvings = 0;
        while (halvings < max
                && original.width() >> (halvings + 1) >= target.width()
                && original.height() >> (halvings + 1) >= target.height()) {
            halvings++;
        }
        return halvings;
    }

    /** From now on, a damaged packet gives no picture. By default, FFmpeg shows the part that it could decode. */
    void refuseDamage() {
        context.err_recognition(context.err_recognition() | AV_EF_EXPLODE);
    }

    /**
     * Decodes a single image. Any of FFmpeg's errors counts as a damaged image, except a lack of memory. Exceptions of
     * {@link Output} pass through.
     *
     * @return false if the image gave no picture, or only a part of it
     * @throws FFmpegException if there was not enough memory
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
                return false; // FFmpeg reports it again and again for the same image
            }
        }
    }

    private static void requireMemory(int result) throws FFmpegException {
        if (result == AVERROR_ENOMEM()) {
            throw new FFmpegException("decoding", result);
        }
    }

    /** Receives decoded pictures. */
    @FunctionalInterface
    public interface Output {
        /**
         * Receives a picture.
         *
         * @param picture valid during the call
         */
        void accept(AVFrame picture) throws IOException, InterruptedException;
    }

    /**
     * Decodes a packet and passes on every picture that it completes.
     *
     * @param packet the next packet; null at the end, for the pictures still in the decoder
     * @return false if the packet was damaged; decoding can continue with the next
     * @throws PictureTooLargeException if a PNG would cost too much; decoding can continue with the next
     */
    public boolean decode(@Nullable AVPacket packet, Output output) throws IOException, InterruptedException {
        if (packet != null && context.codec_id() == AV_CODEC_ID_PNG) {
            PlainImage.makePlain(packet, ImageFormat.PNG);
        }
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
