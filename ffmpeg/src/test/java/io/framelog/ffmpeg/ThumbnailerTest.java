package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.OddJpegs;
import io.framelog.ffmpeg.testing.Quarters;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ThumbnailerTest {
    private static final int TOLERANCE = Quarters.TOLERANCE;

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
        BufferedImage picture = Quarters.picture(width, height);
        ByteBuffer image = format == ImageFormat.JPEG ? Images.jpeg(picture) : Images.png(picture);

        Optional<byte[]> made = thumbnailer.make(format, image, new ImageSize(width, height), wanted);

        BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(made.orElseThrow()));
        assertEquals(wanted, thumbnail.getWidth());
        assertEquals(resulting, thumbnail.getHeight());
        assertTrue(image.hasRemaining(), "the image is not moved");
        if (resulting >= 12) {
            Quarters.assertShown(thumbnail);
        }
    }

    /** The colours of the upright picture: top left, top right, bottom left, bottom right. */
    @ParameterizedTest
    @CsvSource({
        "1, RBWG, 100x50",
        "2, BRGW, 100x50",
        "3, GWBR, 100x50",
        "4, WGRB, 100x50",
        "5, RWBG, 100x200",
        "6, WRGB, 100x200",
        "7, GBWR, 100x200",
        "8, BGRW, 100x200"
    })
    void turnsAPictureAsItsExifDataSay(int orientation, String colours, String size) throws Exception {
        ByteBuffer plain = Images.jpeg(Quarters.picture(400, 200));
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer image = Quarters.withOrientation(plain, orientation, order);
            byte[] made = thumbnailer
                    .make(ImageFormat.JPEG, image, new ImageSize(400, 200), 100)
                    .orElseThrow();

            BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(made));
            assertEquals(size, thumbnail.getWidth() + "x" + thumbnail.getHeight());
            for (int corner = 0; corner < 4; corner++) {
                Color expected =
                        switch (colours.charAt(corner)) {
                            case 'R' -> Color.RED;
                            case 'B' -> Color.BLUE;
                            case 'W' -> Color.WHITE;
                            default -> Color.GREEN;
                        };
                Quarters.assertNear(expected, thumbnail, corner % 2 == 0 ? 1 : 3, corner < 2 ? 1 : 3);
            }
        }
    }

    @Test
    void isAtMostAsWideAsTheUprightPicture() throws Exception {
        ByteBuffer image = Quarters.withOrientation(Images.jpeg(Quarters.picture(400, 200)), 6, ByteOrder.BIG_ENDIAN);
        byte[] made = thumbnailer
                .make(ImageFormat.JPEG, image, new ImageSize(400, 200), 300)
                .orElseThrow();
        BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(made));
        assertEquals("200x400", thumbnail.getWidth() + "x" + thumbnail.getHeight());
    }

    @Test
    void givesNothingForADamagedImage() throws Exception {
        ByteBuffer whole = Images.jpeg(Quarters.picture(640, 480));
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

    /** All that cameras use. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1x2 1x1 1x1", // 4:4:0
                "4x1 1x1 1x1", // 4:1:1
                "2x2 1x2 1x2", // 4:2:2, told oddly
                "2x2 2x1 2x1", // 4:4:0, told oddly
                "1x2 1x2 1x2" // 4:4:4, told oddly
            })
    void takesOddSampling(String factors) throws Exception {
        assertShowsAll(OddJpegs.sampled(Quarters.picture(320, 240), factors), 320, 240);
        assertShowsAll(OddJpegs.sampled(Quarters.picture(323, 241), factors), 323, 241);
    }

    /** Browsers show them; no camera is known to make them. */
    @ParameterizedTest
    @ValueSource(strings = {"4x2 1x1 1x1", "2x2 2x1 1x1", "1x1 1x2 1x2"})
    void saysThatASamplingIsNotSupported(String factors) {
        ByteBuffer image = OddJpegs.sampled(Quarters.picture(320, 240), factors);
        FFmpegException fault = assertThrows(
                FFmpegException.class, () -> thumbnailer.make(ImageFormat.JPEG, image, new ImageSize(320, 240), 100));
        assertEquals("decoding: FFmpeg does not support such an image", fault.getMessage());
    }

    @Test
    void takesGreysAndColoursThatAreNotYCbCr() throws Exception {
        BufferedImage picture = Quarters.picture(320, 240);
        assertShowsAll(OddJpegs.rgb(picture), 320, 240);
        assertShowsAll(OddJpegs.cmyk(picture), 320, 240);
        assertShowsAll(OddJpegs.ycck(picture), 320, 240);
        BufferedImage grey = new BufferedImage(320, 240, BufferedImage.TYPE_BYTE_GRAY);
        Arrays.fill(((DataBufferByte) grey.getRaster().getDataBuffer()).getData(), (byte) 100);
        assertEquals(100, pixel(Images.jpeg(grey), 320, 240).getRed(), TOLERANCE);
    }

    private Color pixel(ByteBuffer image, int width, int height) throws Exception {
        byte[] made = thumbnailer
                .make(ImageFormat.JPEG, image, new ImageSize(width, height), 100)
                .orElseThrow();
        return new Color(ImageIO.read(new ByteArrayInputStream(made)).getRGB(50, 30));
    }

    private void assertShowsAll(ByteBuffer image, int width, int height) throws Exception {
        for (int wanted : new int[] {width - 1, 100}) {
            byte[] made = thumbnailer
                    .make(ImageFormat.JPEG, image, new ImageSize(width, height), wanted)
                    .orElseThrow();
            BufferedImage thumbnail = ImageIO.read(new ByteArrayInputStream(made));
            assertEquals(wanted, thumbnail.getWidth());
            Quarters.assertShown(thumbnail);
        }
    }
}
