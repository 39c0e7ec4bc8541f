package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.global.avcodec;
import org.jspecify.annotations.Nullable;

/**
 * Encodes pictures to JPEG or PNG with FFmpeg, directly from the decoder's YUV. The pictures' size and format may
 * change at any time. For one thread; FFmpeg encodes on threads of its own.
 */
public final class ImageEncoder implements AutoCloseable {
    private final ImageSettings settings;
    private final AVPacket packet = av_packet_alloc();
    private @Nullable Session session;

    /** @param settings apply to all pictures */
    public ImageEncoder(ImageSettings settings) {
        this.settings = settings;
    }

    /** Receives encoded images, in the order of their pictures. */
    @FunctionalInterface
    public interface Output {
        /**
         * Receives an image.
         *
         * @param size of the image
         * @param stamp of its picture
         */
        void accept(byte[] image, ImageSize size, long stamp) throws IOException, InterruptedException;
    }

    /**
     * Encodes a picture and passes on the images that are ready: this picture's or, with several threads, earlier ones.
     *
     * @param picture valid during the call; its pts and colour properties are changed
     * @param stamp passed on with the image
     */
    public void encode(AVFrame picture, long stamp, Output output) throws IOException, InterruptedException {
        Session current = session;
        if (current == null || !current.fits(picture)) {
            finish(output);
            current = new Session(picture);
            session = current;
        }
        current.encode(picture, stamp, output);
    }

    /** Passes on the images that are still in the encoder. */
    public void finish(Output output) throws IOException, InterruptedException {
        Session current = session;
        if (current != null) {
            session = null;
            try (current) {
                current.send(null);
                current.drain(output);
            }
        }
    }

    @Override
    public void close() {
        Session current = session;
        session = null;
        if (current != null) {
            current.close();
        }
        av_packet_free(packet);
    }

    /** An encoder for pictures of one size and format. */
    private final class Session implements AutoCloseable {
        private final PictureShape shape;
        private final ImageSize size;
        private final JpegQuantization quantization = new JpegQuantization(settings.quality());
        private final AVCodecContext context;
        private final @Nullable PictureConverter converter;
        private final Queue<Long> stamps = new ArrayDeque<>();
        private long sent;

        Session(AVFrame picture) throws FFmpegException {
            shape = PictureShape.of(picture);
            size = settings.size().orElseGet(shape::uprightSize);
            int threads = Math.max(1, settings.threads());
            int format = shape.encoderFormat(settings.format());
            boolean asItIs = format == shape.format()
                    && size.equals(shape.size())
                    && shape.filters().isEmpty()
                    && (settings.format() == ImageFormat.PNG || shape.hasColoursOfJpeg());
            // One for each encoding thread, one that is being filled, one that is being passed on.
            converter = asItIs ? null : PictureConverter.of(shape, size, format, threads + 2);
            AVCodec encoder = avcodec_find_encoder(
                    settings.format() == ImageFormat.JPEG ? avcodec.AV_CODEC_ID_MJPEG : avcodec.AV_CODEC_ID_PNG);
            context = avcodec_alloc_context3(encoder);
            context.width(size.width()).height(size.height()).pix_fmt(format);
            context.time_base().num(1).den(1_000_000);
            context.thread_count(threads).thread_type(AVCodecContext.FF_THREAD_FRAME);
            if (settings.format() == ImageFormat.JPEG) {
                context.color_range(AVCOL_RANGE_JPEG);
                quantization.apply(context);
            }
            try {
                AVDictionary options = new AVDictionary(null);
                if (settings.format() == ImageFormat.JPEG) {
                    // Huffman tables optimised for each picture would save 3 % of its size and take 10 % more time.
                    av_dict_set(options, "huffman", "default", 0);
                }
                int opened = avcodec_open2(context, encoder, options);
                av_dict_free(options);
                FFmpegException.check("opening the encoder", opened);
            } catch (FFmpegException e) {
                close();
                throw e;
            }
        }

        boolean fits(AVFrame picture) {
            return shape.equals(PictureShape.of(picture));
        }

        void encode(AVFrame picture, long stamp, Output output) throws IOException, InterruptedException {
            AVFrame input = converter == null ? picture : converter.convert(picture);
            // The encoder needs an increasing pts (mpegvideo_enc.c); a stamp may repeat or step back.
            input.pts(sent++);
            stamps.add(stamp);
            input.quality(quantization.globalQuality());
            input.pict_type(0);
            send(input);
            drain(output);
        }

        void send(@Nullable AVFrame input) throws FFmpegException {
            FFmpegException.check("encoding", avcodec_send_frame(context, input));
        }

        void drain(Output output) throws IOException, InterruptedException {
            while (true) {
                int received = avcodec_receive_packet(context, packet);
                if (received == AVERROR_EAGAIN() || received == AVERROR_EOF) {
                    return;
                }
                FFmpegException.check("encoding", received);
                try {
                    byte[] image = new byte[packet.size()];
                    packet.data().get(image);
                    output.accept(image, size, stamps.remove());
                } finally {
                    av_packet_unref(packet);
                }
            }
        }

        @Override
        public void close() {
            avcodec_free_context(context);
            if (converter != null) {
                converter.close();
            }
        }
    }
}
