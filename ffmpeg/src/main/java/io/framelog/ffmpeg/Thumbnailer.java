package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.jspecify.annotations.Nullable;

/**
 * Makes small JPEGs from images. FFmpeg's JPEG decoder halves the size while decoding, which is much faster than
 * decoding all pixels, and swscale does the rest. Immutable and thread-safe. The first call loads FFmpeg's libraries.
 */
public final class Thumbnailer {
    private final int quality;

    /** @param quality 1 to 100, on libjpeg's scale */
    public Thumbnailer(int quality) {
        this.quality = quality;
    }

    /**
     * Makes a thumbnail.
     *
     * @param image from position to limit; not moved
     * @param original the image's size
     * @param width of the thumbnail, at most the original's
     * @return a JPEG; empty if the image is damaged
     * @throws FFmpegException if FFmpeg fails for another reason than the image
     */
    public Optional<byte[]> make(ImageFormat format, ByteBuffer image, ImageSize original, int width)
            throws IOException, InterruptedException {
        ImageSize size = scaled(original, width);
        ImageSettings settings = new ImageSettings(ImageFormat.JPEG, quality, Optional.of(size), 0);
        Output output = new Output();
        AVCodecParameters codec = avcodec_parameters_alloc();
        AVPacket packet = av_packet_alloc();
        try (ImageEncoder encoder = new ImageEncoder(settings)) {
            codec.codec_type(AVMEDIA_TYPE_VIDEO)
                    .codec_id(format == ImageFormat.JPEG ? AV_CODEC_ID_MJPEG : AV_CODEC_ID_PNG)
                    .width(original.width())
                    .height(original.height());
            FFmpegException.check("allocating a packet", av_new_packet(packet, image.remaining()));
            packet.data().capacity(image.remaining()).asByteBuffer().put(image.duplicate());
            int halvings = Decoder.halvings(codec.codec_id(), original, size);
            try (Decoder decoder = new Decoder(codec, true, Optional.of(original), halvings)) {
                decoder.refuseDamage();
                decoder.decode(packet, picture -> encoder.encode(picture, 0, output));
                encoder.finish(output);
            }
        } finally {
            av_packet_free(packet);
            avcodec_parameters_free(codec);
        }
        return Optional.ofNullable(output.jpeg);
    }

    /** Keeps the first image. */
    private static final class Output implements ImageEncoder.Output {
        private byte @Nullable [] jpeg;

        @Override
        public void accept(byte[] image, ImageSize size, long stamp) {
            if (jpeg == null) {
                jpeg = image;
            }
        }
    }

    /** A size with this width and the original's aspect ratio. */
    static ImageSize scaled(ImageSize original, int width) {
        long height = Math.round((double) original.height() * width / original.width());
        return new ImageSize(width, (int) Math.max(1, Math.min(0xFFFF, height)));
    }
}
