package io.framelog.viewer.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Pictures to send. */
public final class Images {
    private Images() {}

    /** A real JPEG. */
    public static byte[] jpeg(int width, int height) {
        return encode("jpg", width, height);
    }

    /** A real PNG. */
    public static byte[] png(int width, int height) {
        return encode("png", width, height);
    }

    /** A JPEG with bytes behind its end, to be of a length; a number among them tells it from others. */
    public static byte[] jpegOfLength(int length, int number) {
        byte[] image = Arrays.copyOf(jpeg(16, 16), length);
        image[length - 1] = (byte) number;
        return image;
    }

    private static byte[] encode(String format, int width, int height) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
