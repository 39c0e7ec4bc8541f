package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_ID_MJPEG;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Makes the images of one stream smaller, one after the other, as upright JPEGs. FFmpeg's JPEG decoder halves the size
 * while decoding, and swscale does the rest. Decoder, scaler and encoder are kept for the next image; an image of
 * another size, format or orientation needs others. For one thread at a time; FFmpeg starts no others.
 */
public final class PictureReducer implements AutoCloseable {
    /** Of decoder, scaler and encoder besides their pictures, as measured with pictures of 1080p. */
    private static final long FIXED_BYTES = 1024 * 1024;
    /** Of a decoded pixel: PNGs have up to 8, but hardly any camera sends those. */
    private static final int PIXEL_BYTES = 4;

    private final int width;
    private final int quality;
    private @Nullable Session session;
    private byte @Nullable [] jpeg;

    /** @param least the size down to which the decoder may halve, before the picture is turned */
    private record Session(ImageSize least, StillDecoder decoder) {}

    private @Nullable ImageSize encodedSize;
    private @Nullable ImageEncoder encoder;
    private long bytes;

    /**
     * Makes images of one width.
     *
     * @param width of the smaller images, upright; no image is enlarged
     * @param quality 1 to 100, on libjpeg's scale
     */
    public PictureReducer(int width, int quality) {
        this.width = width;
        this.quality = quality;
    }

    /**
     * Makes an image smaller.
     *
     * @param image from position to limit; not moved
     * @return a JPEG; empty if the image is damaged
     * @throws PictureTooLargeException if decoding would cost too much; the next image can be reduced
     * @throws FFmpegException if FFmpeg fails for another reason than the image
     */
    public Optional<byte[]> reduce(ImageFormat format, ByteBuffer image) throws IOException, InterruptedException {
        Optional<ImageSize> coded = ImageSize.read(format, image);
        if (coded.isEmpty()) {
            return Optional.empty();
        }
        ImageSize size = coded.get();
        boolean turned = !ImageSize.readUpright(format, image).equals(coded);
        ImageSize least = turned ? swap(reduced(swap(size))) : reduced(size);
        jpeg = null;
        StillDecoder decoder = decoder(least);
        decoder.decode(format, image, coded, picture -> encode(picture, size));
        bytes = FIXED_BYTES + (format == ImageFormat.JPEG ? halved(size, least) : pixels(size)) * PIXEL_BYTES;
        byte[] made = jpeg;
        jpeg = null;
        return Optional.ofNullable(made);
    }

    /** Only the decoder knows how a PNG must be turned. */
    private void encode(AVFrame picture, ImageSize coded) throws IOException, InterruptedException {
        ImageSize size = reduced(Orientation.of(picture).turn(coded));
        ImageEncoder present = encoder;
        if (present == null || !size.equals(encodedSize)) {
            closeEncoder();
            present = new ImageEncoder(new ImageSettings(ImageFormat.JPEG, quality, Optional.of(size), 0));
            encoder = present;
            encodedSize = size;
        }
        present.encode(picture, 0, (image, its, stamp) -> jpeg = image);
    }

    private StillDecoder decoder(ImageSize least) {
        Session present = session;
        if (present == null || !present.least.equals(least)) {
            closeDecoder();
            present = new Session(least, new StillDecoder(Optional.of(least)));
            session = present;
        }
        return present.decoder;
    }

    private ImageSize reduced(ImageSize upright) {
        return Thumbnailer.scaled(upright, Math.min(width, upright.width()));
    }

    private static ImageSize swap(ImageSize size) {
        return new ImageSize(size.height(), size.width());
    }

    private static long halved(ImageSize size, ImageSize least) {
        int halvings = Decoder.halvings(AV_CODEC_ID_MJPEG, size, least);
        return pixels(size) >> (2 * halvings);
    }

    private static long pixels(ImageSize size) {
        return (long) size.width() * size.height();
    }

    /** About how much native memory is kept for the next image. */
    public long bytes() {
        return bytes;
    }

    /** Frees all native memory. The next image needs it anew. */
    public void release() {
        closeDecoder();
        closeEncoder();
        bytes = 0;
    }

    private void closeDecoder() {
        if (session != null) {
            session.decoder.close();
            session = null;
        }
    }

    private void closeEncoder() {
        if (encoder != null) {
            encoder.close();
            encoder = null;
        }
    }

    @Override
    public void close() {
        release();
    }
}
