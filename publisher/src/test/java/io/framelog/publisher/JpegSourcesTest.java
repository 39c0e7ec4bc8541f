package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.PictureRecorder;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * JPEGs are passed on as they are, or decoded if another size or format is requested. The JDK decodes the results.
 */
class JpegSourcesTest {
    private static final double LEAST_PSNR = 35;

    private final Path folder;

    JpegSourcesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(strings = {"JPEG", "PNG"})
    void motionJpegIsTurnedToo(ImageFormat format) throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        Path file = record(PictureRecorder.of("mjpeg", "yuvj420p").turned(0, 1, -1, 0), "clip.mov", picture);
        BufferedImage upright = SmoothPicture.turn(picture, 0, 1, -1, 0);
        assertTrue(SmoothPicture.psnr(
                        upright, Published.decode(Published.frames(file, format).get(0)))
                > LEAST_PSNR);
        // The requested size is that of the upright picture.
        Frame small = Published.frames(file, format, Optional.of(new ImageSize(60, 80)), OptionalDouble.empty())
                .get(0);
        assertTrue(SmoothPicture.psnr(SmoothPicture.scale(upright, 60, 80), Published.decode(small)) > LEAST_PSNR);
    }

    @ParameterizedTest
    @CsvSource({
        "320, 240",
        "318, 238",
        "160, 120",
        "159, 120",
        "100, 75",
        "80, 60",
        "40, 30",
        "33, 25",
        "17, 60",
        "640, 480"
    })
    void motionJpegIsScaledRight(int width, int height) throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        Path file = record(PictureRecorder.of("mjpeg", "yuvj420p"), "clip.mkv", picture);
        Frame frame = Published.frames(
                        file, ImageFormat.PNG, Optional.of(new ImageSize(width, height)), OptionalDouble.empty())
                .get(0);
        double psnr = SmoothPicture.psnr(SmoothPicture.scale(picture, width, height), Published.decode(frame));
        assertTrue(psnr > LEAST_PSNR, psnr + " dB");
    }

    @Test
    void motionJpegWhoseSizeChangesComesOutInTheWantedSizeAndInOrder() throws Exception {
        // Raw Motion JPEG: one image after the other.
        List<BufferedImage> pictures = new ArrayList<>();
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        for (int width : new int[] {160, 160, 640, 320, 80, 160}) {
            BufferedImage picture = SmoothPicture.colour(width, width * 3 / 4);
            pictures.add(picture);
            images.write(Files.readAllBytes(record(PictureRecorder.of("mjpeg", "yuvj420p"), "image.mjpeg", picture)));
        }
        Path file = Files.write(folder.resolve("clip.mjpeg"), images.toByteArray());
        assertEquals(pictures.size(), Published.frames(file, ImageFormat.JPEG).size());
        List<Frame> frames =
                Published.frames(file, ImageFormat.JPEG, Optional.of(new ImageSize(160, 120)), OptionalDouble.empty());
        assertEquals(pictures.size(), frames.size());
        for (int i = 0; i < frames.size(); i++) {
            double psnr =
                    SmoothPicture.psnr(SmoothPicture.scale(pictures.get(i), 160, 120), Published.decode(frames.get(i)));
            assertTrue(psnr > LEAST_PSNR, "picture " + i + ": " + psnr + " dB");
        }
    }

    @Test
    void jpegPassesThroughByteForByteWithoutASecondPictureBehindIt() throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(picture, "jpeg", image));
        // Phones append a second JPEG (Ultra HDR's gain map), which browsers do not need.
        ByteArrayOutputStream second = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(SmoothPicture.grey(80, 60), "jpeg", second));
        for (String name : List.of("still.jpg", "STILL.JPEG", "100%d.jpg")) {
            for (boolean two : new boolean[] {false, true}) {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                all.write(image.toByteArray());
                if (two) {
                    all.write(second.toByteArray());
                }
                Path file = Files.write(folder.resolve(name), all.toByteArray());
                List<Frame> frames = Published.frames(file, ImageFormat.JPEG);
                assertEquals(1, frames.size(), name + (two ? " with a second" : ""));
                assertArrayEquals(image.toByteArray(), Published.bytes(frames.get(0)));
            }
        }
    }

    @Test
    void photographIsTurnedAsItsExifTells() throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        ByteArrayOutputStream image = new ByteArrayOutputStream();
        assertTrue(ImageIO.write(picture, "jpeg", image));
        // APP1 with a TIFF of one entry: orientation 6, turn clockwise (Exif 2.3, 4.6.4).
        byte[] exif = HexFormat.of()
                .parseHex(
                        "FFE10022457869660000" + "4D4D002A00000008" + "0001" + "011200030000000100060000" + "00000000");
        ByteArrayOutputStream photograph = new ByteArrayOutputStream();
        photograph.write(image.toByteArray(), 0, 2);
        photograph.write(exif);
        photograph.write(image.toByteArray(), 2, image.size() - 2);
        Path file = Files.write(folder.resolve("photograph.jpg"), photograph.toByteArray());
        // Unchanged: a program that shows it reads the Exif data.
        assertArrayEquals(
                photograph.toByteArray(),
                Published.bytes(Published.frames(file, ImageFormat.JPEG).get(0)));
        BufferedImage upright = SmoothPicture.turn(picture, 0, 1, -1, 0);
        Frame png = Published.frames(file, ImageFormat.PNG).get(0);
        assertTrue(SmoothPicture.psnr(upright, Published.decode(png)) > LEAST_PSNR);
        Frame small = Published.frames(
                        file, ImageFormat.JPEG, Optional.of(new ImageSize(60, 80)), OptionalDouble.empty())
                .get(0);
        assertTrue(SmoothPicture.psnr(SmoothPicture.scale(upright, 60, 80), Published.decode(small)) > LEAST_PSNR);
        // The wanted size is compared with that of the upright picture.
        Optional<ImageSize> own = Optional.of(new ImageSize(240, 320));
        Frame unchanged = Published.frames(file, ImageFormat.JPEG, own, OptionalDouble.empty())
                .get(0);
        assertArrayEquals(photograph.toByteArray(), Published.bytes(unchanged));
        assertEquals(own, unchanged.size());
    }

    private Path record(PictureRecorder recorder, String name, BufferedImage picture) {
        return recorder.record(folder.resolve(name), List.of(0L), List.of(picture));
    }
}
