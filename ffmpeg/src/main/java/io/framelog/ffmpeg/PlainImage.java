package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_make_writable;
import static org.bytedeco.ffmpeg.global.avcodec.av_shrink_packet;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.avcodec.AVPacket;

/**
 * What a decoder needs of an image. Colour profiles, comments, previews and the like are left out: FFmpeg would unpack
 * them, however large they are, and they change no pixel.
 */
final class PlainImage {
    private PlainImage() {}

    /**
     * Takes what a decoder needs.
     *
     * @param image from position to limit; not moved
     * @param size as the image declares it
     * @return from position 0 to its limit: a slice of the image if all of it is needed, otherwise a copy
     * @throws PictureTooLargeException if decoding would cost too much
     */
    static ByteBuffer of(ImageFormat format, ByteBuffer image, ImageSize size) throws PictureTooLargeException {
        PictureLimits.require(format, image, size);
        return switch (format) {
            case JPEG -> PlainJpeg.of(image.slice());
            case PNG -> PlainPng.of(image.slice(), size);
        };
    }

    /**
     * Leaves out of a packet what a decoder does not need. A damaged image stays as it is.
     *
     * @param packet whose data only the caller uses
     * @throws PictureTooLargeException if decoding would cost too much
     */
    static void makePlain(AVPacket packet, ImageFormat format) throws IOException {
        ByteBuffer data = packet.data().capacity(packet.size()).asByteBuffer();
        Optional<ImageSize> size = ImageSize.read(format, data);
        if (size.isPresent()) {
            ByteBuffer plain = of(format, data, size.get());
            FFmpegException.check("changing a packet", av_packet_make_writable(packet));
            packet.data().capacity(plain.remaining()).asByteBuffer().put(plain.duplicate());
            av_shrink_packet(packet, plain.remaining());
        }
    }
}
