package io.framelog.viewer.testing;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import javax.imageio.ImageIO;

/** Makes images for tests. */
public final class Images {
    private Images() {}

    /** Makes a real JPEG. */
    public static byte[] jpeg(int width, int height) {
        return encode("jpg", width, height);
    }

    /** Makes a real PNG. */
    public static byte[] png(int width, int height) {
        return encode("png", width, height);
    }

    /** Makes a JPEG of a length, with padding after its end. The number makes it distinct. */
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
