package io.framelog.ffmpeg.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import javax.imageio.ImageIO;

/** Images for tests, encoded by the JDK. */
public final class Images {
    private Images() {}

    /** A JPEG of {@link Recordings}' size that shows a number; see {@link Recordings#number}. */
    public static ByteBuffer jpeg(int number) {
        return jpeg(numbered(number));
    }

    /** A JPEG of a picture. */
    public static ByteBuffer jpeg(BufferedImage picture) {
        return encode("jpeg", picture);
    }

    /** A PNG of a picture. */
    public static ByteBuffer png(BufferedImage picture) {
        return encode("png", picture);
    }

    /** A picture of {@link Recordings}' size that shows a number. */
    public static BufferedImage numbered(int number) {
        BufferedImage picture = new BufferedImage(Recordings.WIDTH, Recordings.HEIGHT, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                picture.setRGB(x, y, Recordings.isWhite(number, x) ? 0xF0F0F0 : 0x101010);
            }
        }
        return picture;
    }

    /** An image's bytes. */
    public static byte[] bytes(ByteBuffer image) {
        byte[] bytes = new byte[image.remaining()];
        image.duplicate().get(bytes);
        return bytes;
    }

    private static ByteBuffer encode(String format, BufferedImage picture) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(picture, format, bytes)) {
                throw new IllegalStateException("the JDK writes no " + format + " of this picture");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return ByteBuffer.wrap(bytes.toByteArray()).asReadOnlyBuffer();
    }
}
