package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;
import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_PNG;
import static org.bytedeco.ffmpeg.global.avcodec.av_new_packet;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
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
 * Decodes images, each for itself; format and size may differ from one to the next. Damaged ones give no picture: FFmpeg would
 * fill with grey what is missing. For one thread, and without others beside it.
 */
public final class StillDecoder implements AutoCloseable {
    private final AVPacket packet = av_packet_alloc();
    private @Nullable Session session;

    private record Session(ImageFormat format, ImageSize size, Decoder decoder) {}

    /**
     * Decodes an image.
     *
     * @param image from position to limit; not moved
     * @param output gets the picture, once, unless the image is damaged
     * @return whether there was a picture
     * @throws FFmpegException if FFmpeg fails for another reason than the image
     */
    public boolean decode(ImageFormat format, ByteBuffer image, Decoder.Output output)
            throws IOException, InterruptedException {
        Optional<ImageSize> size = ImageSize.read(format, image);
        if (size.isEmpty()) {
            return false;
        }
        Decoder decoder = decoder(format, size.get());
        FFmpegException.check("allocating a packet", av_new_packet(packet, image.remaining()));
        try {
            packet.data().capacity(image.remaining()).asByteBuffer().put(image.duplicate());
            boolean[] shown = {false};
            decoder.decode(packet, picture -> {
                shown[0] = true;
                output.accept(picture);
            });
            return shown[0];
        } finally {
            av_packet_unref(packet);
        }
    }

    /** FFmpeg's JPEG decoder takes an image of half the height that it had before for one of two fields: hence a new one. */
    private Decoder decoder(ImageFormat format, ImageSize size) throws FFmpegException {
        Session present = session;
        if (present != null && present.format == format && present.size.equals(size)) {
            return present.decoder;
        }
        session = null;
        if (present != null) {
            present.decoder.close();
        }
        AVCodecParameters codec = avcodec_parameters_alloc();
        try {
            codec.codec_type(AVMEDIA_TYPE_VIDEO)
                    .codec_id(format == ImageFormat.JPEG ? AV_CODEC_ID_MJPEG : AV_CODEC_ID_PNG)
                    .width(size.width())
                    .height(size.height());
            Decoder decoder = new Decoder(codec, true);
            decoder.refuseDamage();
            session = new Session(format, size, decoder);
            return decoder;
        } finally {
            avcodec_parameters_free(codec);
        }
    }

    @Override
    public void close() {
        if (session != null) {
            session.decoder.close();
            session = null;
        }
        av_packet_free(packet);
    }
}
