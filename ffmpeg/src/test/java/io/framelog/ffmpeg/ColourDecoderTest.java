package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.HostileImages;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.ImageFormat;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ColourDecoderTest {
    private static final int TOLERANCE = 6;

    private final ColourDecoder decoder = new ColourDecoder();

    @AfterEach
    void close() {
        decoder.close();
    }

    /** Red on the left, blue on the right. */
    private static BufferedImage halves(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        painter.setColor(new Color(200, 30, 40));
        painter.fillRect(0, 0, width / 2, height);
        painter.setColor(new Color(20, 60, 220));
        painter.fillRect(width / 2, 0, width - width / 2, height);
        painter.dispose();
        return picture;
    }

    private static void assertColour(ColourPicture picture, double x, int red, int green, int blue) {
        int width = picture.size().width();
        int at = 3 * (picture.size().height() / 2 * width + (int) (x * width));
        assertEquals(red, picture.rgb()[at] & 0xFF, TOLERANCE);
        assertEquals(green, picture.rgb()[at + 1] & 0xFF, TOLERANCE);
        assertEquals(blue, picture.rgb()[at + 2] & 0xFF, TOLERANCE);
    }

    @ParameterizedTest
    @CsvSource({
        "JPEG, 640, 480, 640x480",
        "PNG, 641, 479, 642x480",
        "JPEG, 1920, 1080, 1920x1080",
        "JPEG, 3840, 2160, 1920x1080",
        "JPEG, 1500, 3000, 960x1920",
        "JPEG, 4000, 60, 1920x28"
    })
    void keepsTheColoursOfPicturesOfAnySize(ImageFormat format, int width, int height, String size) throws Exception {
        BufferedImage picture = halves(width, height);
        ByteBuffer image = format == ImageFormat.JPEG ? Images.jpeg(picture) : Images.png(picture);

        ColourPicture colours = decoder.decode(format, image).orElseThrow();

        assertEquals(size, colours.size().toString());
        assertColour(colours, 0.25, 200, 30, 40);
        assertColour(colours, 0.75, 20, 60, 220);
        assertTrue(image.hasRemaining(), "the image is not moved");
    }

    @Test
    void leavesOutDamagedImagesAndThoseThatAreTooLarge() throws Exception {
        ByteBuffer image = Images.jpeg(halves(640, 480));

        assertEquals(Optional.empty(), decoder.decode(ImageFormat.JPEG, image.slice(0, image.remaining() / 2)));
        assertThrows(
                PictureTooLargeException.class,
                () -> decoder.decode(ImageFormat.PNG, HostileImages.png(11_000, 6_000, 1)));
        assertTrue(decoder.decode(ImageFormat.JPEG, image).isPresent());
    }
}
