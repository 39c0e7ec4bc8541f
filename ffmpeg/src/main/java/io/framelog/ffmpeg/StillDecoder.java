package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_free;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_DECODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENOMEM;
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
 * Decodes images one by one; each may have another format and size. A damaged image gives no picture, where FFmpeg
 * would fill the missing part with grey. For one thread; FFmpeg starts no others.
 */
public final class StillDecoder implements AutoCloseable {
    private final Optional<ImageSize> target;
    private final AVPacket packet = av_packet_alloc();
    private @Nullable Session session;

    private record Session(ImageFormat format, ImageSize size, Decoder decoder) {}

    /** Decodes at the full size. */
    public StillDecoder() {
        this(Optional.empty());
    }

    /** @param target the pictures may be smaller than the images, down to this size, which is faster */
    public StillDecoder(Optional<ImageSize> target) {
        this.target = target;
    }

    /**
     * Decodes an image.
     *
     * @param image from position to limit; not moved
     * @param output receives the picture, unless the image is damaged
     * @return whether there was a picture
     * @throws PictureTooLargeException if decoding would cost too much; the next image can be decoded
     * @throws FFmpegException if FFmpeg fails for another reason than the image
     */
    public boolean decode(ImageFormat format, ByteBuffer image, Decoder.Output output)
            throws IOException, InterruptedException {
        return decode(format, image, ImageSize.read(format, image), output);
    }

    /**
     * Like the other method, for an image that may consist of two fields, each a JPEG.
     *
     * @param size of the picture, before it is turned: that of both fields together; empty if it is not known
     */
    public boolean decode(ImageFormat format, ByteBuffer image, Optional<ImageSize> size, Decoder.Output output)
            throws IOException, InterruptedException {
        if (size.isEmpty()) {
            return false;
        }
        ByteBuffer plain = PlainImage.of(format, image, size.get());
        Decoder decoder = decoder(format, size.get());
        if (decoder == null) {
            return false;
        }
        FFmpegException.check("allocating a packet", av_new_packet(packet, plain.remaining()));
        try {
            packet.data().capacity(plain.remaining()).asByteBuffer().put(plain);
            boolean[] shown = {false};
            var unusedSound = decoder.decodeStill(packet, picture -> {
                shown[0] = true;
                output.accept(picture);
            });
            if (!shown[0]) {
                closeSession(); // the state after a damaged image must not affect the next
            }
            return shown[0];
        } finally {
            av_packet_unref(packet);
        }
    }

    /**
     * The decoder for an image; null if the image cannot be decoded. Another size needs a new decoder, because FFmpeg
     * treats a JPEG of half the previous height as one of two fields.
     */
    private @Nullable Decoder decoder(ImageFormat format, ImageSize size) throws FFmpegException {
        Session present = session;
        if (present != null && present.format == format && present.size.equals(size)) {
            return present.decoder;
        }
        closeSession();
        AVCodecParameters codec = avcodec_parameters_alloc();
        try {
            codec.codec_type(AVMEDIA_TYPE_VIDEO)
                    .codec_id(format == ImageFormat.JPEG ? AV_CODEC_ID_MJPEG : AV_CODEC_ID_PNG)
                    .width(size.width())
                    .height(size.height());
            int halvings = target.map(wanted -> Decoder.halvings(codec.codec_id(), size, wanted))
                    .orElse(0);
            Decoder decoder = new Decoder(codec, true, Optional.of(size), halvings);
            decoder.refuseDamage();
            session = new Session(format, size, decoder);
            return decoder;
        } catch (FFmpegException e) {
            // The decoder exists; it cannot be opened with what this image declares about itself.
            if (e.code() == AVERROR_ENOMEM() || e.code() == AVERROR_DECODER_NOT_FOUND) {
                throw e;
            }
            return null;
        } finally {
            avcodec_parameters_free(codec);
        }
    }

    private void closeSession() {
        if (session != null) {
            session.decoder.close();
            session = null;
        }
    }

    @Override
    public void close() {
        closeSession();
        av_packet_free(packet);
    }
}
