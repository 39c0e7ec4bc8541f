package io.framelog.viewer.detect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BestPictureTest {
    private final BestPicture best = new BestPicture(new Thumbnailer(BestPicture.QUALITY));

    /** Noise, which compresses badly. */
    private static byte[] noise(int width, int height) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Random chance = new Random(1);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, chance.nextInt());
            }
        }
        return Images.bytes(Images.jpeg(picture));
    }

    private static Frame frame(byte[] jpeg) {
        return new Frame(
                new StreamName("front"),
                ImageFormat.JPEG,
                ByteBuffer.wrap(jpeg),
                0,
                Optional.empty(),
                Optional.empty(),
                Stages.UNKNOWN);
    }

    private static int width(byte[] jpeg) {
        return ImageSize.read(ImageFormat.JPEG, ByteBuffer.wrap(jpeg))
                .orElseThrow()
                .width();
    }

    @Test
    void isSmallEnoughForAnEventWhateverTheFrameIs() {
        byte[] large = noise(1920, 1080);
        assertTrue(large.length > 256 * 1024, large.length + " bytes");
        for (byte[] image : new byte[][] {large, noise(400, 300), noise(30, 20)}) {
            best.keep(frame(image));
            byte[] jpeg = best.take().orElseThrow();

            assertTrue(jpeg.length <= BestPicture.MOST_BYTES, jpeg.length + " bytes");
            assertTrue(width(jpeg) <= width(image));
        }
    }

    @Test
    void isTheLastOneThatWasKeptAndIsTakenOnce() {
        best.keep(frame(noise(1920, 1080)));
        best.keep(frame(noise(64, 48)));

        assertEquals(64, width(best.take().orElseThrow()));
        assertTrue(best.take().isEmpty());
    }

    @Test
    void isLeftOutIfTheFrameIsDamaged() {
        byte[] image = noise(64, 48);
        best.keep(frame(Arrays.copyOf(image, image.length / 3)));

        assertTrue(best.take().isEmpty());
    }
}
