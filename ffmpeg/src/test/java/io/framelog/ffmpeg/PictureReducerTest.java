package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.HostileImages;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.Quarters;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.ImageFormat;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PictureReducerTest {
    private static final int WIDTH = 320;

    private final PictureReducer reducer = new PictureReducer(WIDTH, 80);

    @AfterEach
    void close() {
        reducer.close();
        assertEquals(0, reducer.bytes());
    }

    @ParameterizedTest
    @CsvSource({
        "JPEG, 1920, 1080, 320x180",
        "JPEG, 3840, 2160, 320x180",
        "JPEG, 641, 479, 320x239",
        "JPEG, 321, 240, 320x239",
        "JPEG, 320, 240, 320x240",
        "JPEG, 300, 200, 300x200",
        "JPEG, 5000, 20, 320x1",
        "JPEG, 400, 3000, 320x2400",
        "PNG, 1280, 720, 320x180",
        "PNG, 200, 100, 200x100"
    })
    void hasExactlyTheWidthAndIsNeverEnlarged(ImageFormat format, int width, int height, String size) throws Exception {
        BufferedImage picture = Quarters.picture(width, height);
        ByteBuffer image = format == ImageFormat.JPEG ? Images.jpeg(picture) : Images.png(picture);

        for (int i = 0; i < 2; i++) {
            BufferedImage made = reduce(format, image);
            assertEquals(size, made.getWidth() + "x" + made.getHeight());
            if (made.getHeight() > 8) {
                Quarters.assertShown(made);
            }
        }
        assertTrue(image.hasRemaining(), "the image is not moved");
    }

    @Test
    void takesPicturesThatChangeFromOneToTheNext() throws Exception {
        ByteBuffer wide = Images.jpeg(Quarters.picture(1280, 720));
        ByteBuffer turned = Quarters.withOrientation(wide, 6, ByteOrder.BIG_ENDIAN);
        for (int i = 0; i < 2; i++) {
            assertEquals(180, reduce(ImageFormat.JPEG, wide).getHeight());
            BufferedImage upright = reduce(ImageFormat.JPEG, turned);
            assertEquals("320x569", upright.getWidth() + "x" + upright.getHeight());
            Quarters.assertNear(Color.WHITE, upright, 1, 1);
            assertEquals(
                    240,
                    reduce(ImageFormat.PNG, Images.png(Quarters.picture(640, 480)))
                            .getHeight());
            assertEquals(
                    240,
                    reduce(ImageFormat.JPEG, Images.jpeg(Quarters.picture(640, 480)))
                            .getHeight());
        }
    }

    /** A quality of 80 and the halving decoder are good enough to look at. */
    @Test
    void looksLikeThePicture() throws Exception {
        BufferedImage picture = SmoothPicture.colour(1920, 1080);
        BufferedImage made = reduce(ImageFormat.JPEG, Images.jpeg(picture));
        double psnr = SmoothPicture.psnr(SmoothPicture.scale(picture, WIDTH, 180), made);
        assertTrue(psnr > 34, psnr + " dB");
    }

    @Test
    void goesOnAfterADamagedPicture() throws Exception {
        ByteBuffer whole = Images.jpeg(Quarters.picture(1280, 720));
        byte[] half = new byte[whole.remaining() / 2];
        whole.duplicate().get(half);
        Quarters.assertShown(reduce(ImageFormat.JPEG, whole));
        assertEquals(Optional.empty(), reducer.reduce(ImageFormat.JPEG, ByteBuffer.wrap(half)));
        Arrays.fill(half, 20, half.length, (byte) 0);
        assertEquals(Optional.empty(), reducer.reduce(ImageFormat.JPEG, ByteBuffer.wrap(half)));
        assertThrows(
                PictureTooLargeException.class,
                () -> reducer.reduce(ImageFormat.PNG, HostileImages.png(11_000, 6_000, 1)));
        Quarters.assertShown(reduce(ImageFormat.JPEG, whole));
    }

    @Test
    void tellsHowMuchMemoryItKeeps() throws Exception {
        assertEquals(0, reducer.bytes());
        reduce(ImageFormat.PNG, Images.png(Quarters.picture(1920, 1080)));
        long png = reducer.bytes();
        assertTrue(png > 1920 * 1080 * 4, png + " bytes");
        reduce(ImageFormat.JPEG, Images.jpeg(Quarters.picture(1920, 1080)));
        assertTrue(reducer.bytes() < png / 4, "the decoder halves JPEGs: " + reducer.bytes() + " bytes");
    }

    @Test
    void freesWhatItKept() throws Exception {
        ByteBuffer image = Images.jpeg(Quarters.picture(1920, 1080));
        for (int i = 0; i < 20; i++) {
            reduce(ImageFormat.JPEG, image);
            reducer.release();
        }
        long before = Pointer.physicalBytes();
        for (int i = 0; i < 100; i++) {
            reducer.reduce(ImageFormat.JPEG, image);
            reducer.release();
            PictureReducer other = new PictureReducer(WIDTH, 80);
            other.reduce(ImageFormat.JPEG, image);
            other.close();
        }
        long grown = Pointer.physicalBytes() - before;
        assertTrue(grown < 20_000_000, grown + " bytes more after 200 reducers");
    }

    private BufferedImage reduce(ImageFormat format, ByteBuffer image) throws Exception {
        byte[] made = reducer.reduce(format, image).orElseThrow();
        assertEquals(Optional.of(ImageFormat.JPEG), ImageFormat.detect(ByteBuffer.wrap(made)));
        return ImageIO.read(new ByteArrayInputStream(made));
    }
}
