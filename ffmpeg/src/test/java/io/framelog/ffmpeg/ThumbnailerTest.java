package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThumbnailerTest {
    private static final int TOLERANCE = 24;

    private final Thumbnailer thumbnailer = new Thumbnailer(80);

    @ParameterizedTest
    @CsvSource({
        "JPEG, 1280, 720, 320, 180",
        "JPEG, 1280, 720, 1000, 563",
        "JPEG, 641, 479, 16, 12",
        "JPEG, 640, 200, 639, 200",
        "JPEG, 3000, 20, 16, 1",
        "PNG, 640, 480, 100, 75"
    })
    void keepsShapeAndColours(ImageFormat format, int width, int height, int wanted, int resulting) throws Exception {
        BufferedImage picture = quarters(width, height);
        ByteBuffer image = format == ImageFormat.JPEG ? Images.jpeg(picture) : Images.png(picture);

        Optional<byte[]> made = thumbnailer.make(format, image, new ImageSize(width, height), wanted);

        BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(made.orElseThrow()));
        assertEquals(wanted, thumbnail.getWidth());
        assertEquals(resulting, thumbnail.getHeight());
        assertTrue(image.hasRemaining(), "the image is not moved");
        if (resulting >= 12) {
            assertNear(Color.RED, thumbnail, 1, 1);
            assertNear(Color.BLUE, thumbnail, 3, 1);
            assertNear(Color.WHITE, thumbnail, 1, 3);
            assertNear(Color.GREEN, thumbnail, 3, 3);
        }
    }

    @Test
    void givesNothingForADamagedImage() throws Exception {
        ByteBuffer whole = Images.jpeg(quarters(640, 480));
        byte[] half = new byte[whole.remaining() / 2];
        whole.get(half);
        assertTrue(thumbnailer
                .make(ImageFormat.JPEG, ByteBuffer.wrap(half), new ImageSize(640, 480), 100)
                .isEmpty());
        Arrays.fill(half, 20, half.length, (byte) 0);
        assertTrue(thumbnailer
                .make(ImageFormat.JPEG, ByteBuffer.wrap(half), new ImageSize(640, 480), 100)
                .isEmpty());
    }

    /** Red and blue, with white and green below. */
    private static BufferedImage quarters(int width, int height) {
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

    private static void assertNear(Color expected, BufferedImage picture, int quarterX, int quarterY) {
        Color found = new Color(picture.getRGB(picture.getWidth() * quarterX / 4, picture.getHeight() * quarterY / 4));
        assertTrue(
                Math.abs(found.getRed() - expected.getRed()) <= TOLERANCE
                        && Math.abs(found.getGreen() - expected.getGreen()) <= TOLERANCE
                        && Math.abs(found.getBlue() - expected.getBlue()) <= TOLERANCE,
                found + " instead of " + expected);
    }
}
