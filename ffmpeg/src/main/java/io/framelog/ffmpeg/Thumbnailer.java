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
     * Makes a thumbnail, upright.
     *
     * @param image from position to limit; not moved
     * @param original the image's size, before it is turned upright
     * @param width of the thumbnail; at most that of the upright original is used
     * @return a JPEG; empty if the image is damaged
     * @throws PictureTooLargeException if decoding would cost too much
     * @throws FFmpegException if FFmpeg fails for another reason than the image
     */
    public Optional<byte[]> make(ImageFormat format, ByteBuffer image, ImageSize original, int width)
            throws IOException, InterruptedException {
        ByteBuffer plain = PlainImage.of(format, image, original);
        AVCodecParameters codec = avcodec_parameters_alloc();
        AVPacket packet = av_packet_alloc();
        try {
            codec.codec_type(AVMEDIA_TYPE_VIDEO)
                    .codec_id(format == ImageFormat.JPEG ? AV_CODEC_ID_MJPEG : AV_CODEC_ID_PNG)
                    .width(original.width())
                    .height(original.height());
            FFmpegException.check("allocating a packet", av_new_packet(packet, plain.remaining()));
            packet.data().capacity(plain.remaining()).asByteBuffer().put(plain);
            Attempt upright = new Attempt(original, width, Orientation.UPRIGHT);
            upright.run(codec, packet);
            if (upright.orientation == Orientation.UPRIGHT) {
                return Optional.ofNullable(upright.jpeg);
            }
            // Only the decoder knows how the picture must be turned, and by then it has chosen how far to reduce it.
            Attempt turned = new Attempt(original, width, upright.orientation);
            turned.run(codec, packet);
            return Optional.ofNullable(turned.jpeg);
        } finally {
            av_packet_free(packet);
            avcodec_parameters_free(codec);
        }
    }

    /** Makes a thumbnail of a picture that has a certain orientation; stops if it has another. */
    private final class Attempt implements ImageEncoder.Output {
        private final ImageSize original;
        private final ImageSize size;
        private Orientation orientation;
        private byte @Nullable [] jpeg;

        Attempt(ImageSize original, int width, Orientation orientation) {
            ImageSize upright = orientation.turn(original);
            this.original = original;
            this.size = scaled(upright, Math.min(width, upright.width()));
            this.orientation = orientation;
        }

        void run(AVCodecParameters codec, AVPacket packet) throws IOException, InterruptedException {
            Orientation expected = orientation;
            int halvings = Decoder.halvings(codec.codec_id(), original, expected.turn(size));
            try (ImageEncoder encoder =
                            new ImageEncoder(new ImageSettings(ImageFormat.JPEG, quality, Optional.of(size), 0));
                    Decoder decoder = new Decoder(codec, true, Optional.of(original), halvings)) {
                decoder.refuseDamage();
                decoder.decode(packet, picture -> {
                    orientation = Orientation.of(picture);
                    if (orientation == expected) {
                        encoder.encode(picture, 0, this);
                    }
                });
                encoder.finish(this);
            }
        }

        @Override
        public void accept(byte[] image, ImageSize its, long stamp) {
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
