package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.HostileImages;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GreyDecoderTest {
    private static final int LONGEST = 160;
    private static final int TOLERANCE = 4;

    private final GreyDecoder decoder = new GreyDecoder(LONGEST);

    @AfterEach
    void close() {
        decoder.close();
    }

    /** Dark on the left, bright on the right. */
    private static BufferedImage halves(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        painter.setColor(new Color(40, 40, 40));
        painter.fillRect(0, 0, width / 2, height);
        painter.setColor(new Color(200, 200, 200));
        painter.fillRect(width / 2, 0, width - width / 2, height);
        painter.dispose();
        return picture;
    }

    @ParameterizedTest
    @CsvSource({
        "JPEG, 640, 480, 160x120",
        "JPEG, 1920, 1080, 160x90",
        "JPEG, 480, 270, 160x90",
        "JPEG, 1080, 1920, 90x160",
        "JPEG, 101, 77, 102x78",
        "JPEG, 2000, 20, 160x8",
        "PNG, 641, 479, 160x120"
    })
    void reducesTheBrightnessOfAPicture(ImageFormat format, int width, int height, String reduced) throws Exception {
        BufferedImage picture = halves(width, height);
        ByteBuffer image = format == ImageFormat.JPEG ? Images.jpeg(picture) : Images.png(picture);

        GreyPicture grey = decoder.decode(format, image).orElseThrow();

        assertEquals(reduced, grey.size().toString());
        ImageSize size = grey.size();
        int row = size.height() / 2 * size.width();
        assertEquals(size.width() * size.height(), grey.luma().length);
        assertEquals(40, grey.luma()[row + size.width() / 4] & 0xFF, TOLERANCE);
        assertEquals(200, grey.luma()[row + size.width() * 3 / 4] & 0xFF, TOLERANCE);
        assertTrue(image.hasRemaining(), "the image is not moved");
    }

    @Test
    void decodesStreamsOfManySizesInTurn() throws Exception {
        for (int round = 0; round < 3; round++) {
            for (int i = 0; i < 12; i++) {
                int width = 200 + 20 * i;
                Optional<GreyPicture> grey = decoder.decode(ImageFormat.JPEG, Images.jpeg(halves(width, 100)));
                assertEquals(
                        2 * Math.round(8000.0 / width),
                        grey.orElseThrow().size().height());
            }
        }
    }

    @Test
    void leavesOutDamagedImages() throws Exception {
        ByteBuffer image = Images.jpeg(halves(640, 480));
        ByteBuffer cut = image.slice(0, image.remaining() / 2);

        assertEquals(Optional.empty(), decoder.decode(ImageFormat.JPEG, cut));
        assertEquals(Optional.empty(), decoder.decode(ImageFormat.JPEG, ByteBuffer.allocate(100)));
        assertTrue(decoder.decode(ImageFormat.JPEG, image).isPresent());
    }

    @Test
    void refusesPicturesThatAreTooLarge() throws Exception {
        assertThrows(
                PictureTooLargeException.class,
                () -> decoder.decode(ImageFormat.PNG, HostileImages.png(11_000, 6_000, 1)));
        assertTrue(
                decoder.decode(ImageFormat.JPEG, Images.jpeg(halves(640, 480))).isPresent());
    }
}
