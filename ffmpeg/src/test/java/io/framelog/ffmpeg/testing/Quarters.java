package io.framelog.ffmpeg.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Pictures of four colours, which show what became of size, colours and orientation. */
public final class Quarters {
    /** How much a JPEG may change a colour. */
    public static final int TOLERANCE = 24;

    private Quarters() {}

    /** Red and blue, with white and green below. */
    public static BufferedImage picture(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                Color upper = x < width / 2 ? Color.RED : Color.BLUE;
                Color lower = x < width / 2 ? Color.WHITE : Color.GREEN;
                picture.setRGB(x, y, (y < height / 2 ? upper : lower).getRGB());
            }
        }
        return picture;
    }

    /** Adds an Exif segment with the tag Orientation, as a phone writes it, behind SOI. */
    public static ByteBuffer withOrientation(ByteBuffer jpeg, int orientation, ByteOrder order) {
        ByteBuffer tiff = ByteBuffer.allocate(26).order(order);
        tiff.put((order == ByteOrder.BIG_ENDIAN ? "MM" : "II").getBytes(US_ASCII))
                .putShort((short) 42)
                .putInt(8)
                .putShort((short) 1)
                .putShort((short) 0x112)
                .putShort((short) 3)
                .putInt(1)
                .putShort((short) orientation)
                .putShort((short) 0)
                .putInt(0)
                .flip();
        ByteBuffer image = ByteBuffer.allocate(jpeg.remaining() + 36);
        image.put(jpeg.slice(jpeg.position(), 2))
                .putShort((short) 0xFFE1)
                .putShort((short) 34)
                .put("Exif\0\0".getBytes(US_ASCII))
                .put(tiff)
                .put(jpeg.slice(jpeg.position() + 2, jpeg.remaining() - 2))
                .flip();
        return image;
    }

    /** Fails if a picture does not show the four colours of {@link #picture}. */
    public static void assertShown(BufferedImage picture) {
        assertNear(Color.RED, picture, 1, 1);
        assertNear(Color.BLUE, picture, 3, 1);
        assertNear(Color.WHITE, picture, 1, 3);
        assertNear(Color.GREEN, picture, 3, 3);
    }

    /** Fails if a picture has another colour at this place, in quarters of its width and height. */
    public static void assertNear(Color expected, BufferedImage picture, int quarterX, int quarterY) {
        Color found = new Color(picture.getRGB(picture.getWidth() * quarterX / 4, picture.getHeight() * quarterY / 4));
        assertTrue(
                Math.abs(found.getRed() - expected.getRed()) <= TOLERANCE
                        && Math.abs(found.getGreen() - expected.getGreen()) <= TOLERANCE
                        && Math.abs(found.getBlue() - expected.getBlue()) <= TOLERANCE,
                found + " instead of " + expected);
    }
}
