package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.PictureRecorder;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
 * Compares the known pixels of a recording's pictures with the frames that would be sent, decoded by the JDK. At
 * quality 95, JPEG's own loss does not fall below 35 dB, but wrong pixels do.
 */
class PicturesTest {
    private static final double LEAST_PSNR = 35;

    private final Path folder;

    PicturesTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rgb24",
                "bgr24",
                "rgb0",
                "bgr0",
                "gbrp",
                "rgb48le",
                "rgba",
                "yuv420p",
                "yuv422p",
                "yuv444p",
                "yuv410p",
                "yuv440p",
                "yuv420p10le",
                "yuv422p10le",
                "yuv444p16le",
                "yuva420p",
                "nv12",
                "yuyv422",
                "uyvy422"
            })
    void everyPixelFormatComesOutRight(String pixels) throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        assertComesOut(picture, record(PictureRecorder.of("rawvideo", pixels), "clip.nut", picture));
    }

    @ParameterizedTest
    @ValueSource(strings = {"gray", "gray16le", "ya8"})
    void greysComeOutRight(String pixels) throws Exception {
        BufferedImage picture = SmoothPicture.grey(320, 240);
        assertComesOut(picture, record(PictureRecorder.of("rawvideo", pixels), "clip.nut", picture));
    }

    @ParameterizedTest
    @CsvSource({"gray, 1", "gray, 2", "gray10le, 1", "gray10le, 2"})
    void greysAreReadByTheRangeThatTheSourceTells(String pixels, int range) throws Exception {
        BufferedImage picture = SmoothPicture.grey(320, 240);
        PictureRecorder recorder = PictureRecorder.of("ffv1", pixels).coloured(2, range);
        assertComesOut(picture, record(recorder, "clip.mkv", picture));
        assertComesOut(
                SmoothPicture.turn(picture, 0, 1, -1, 0), record(recorder.turned(0, 1, -1, 0), "turned.mkv", picture));
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "7, 5", "1, 9", "9, 1", "641, 479", "2, 2"})
    void everySizeComesOutRight(int width, int height) throws Exception {
        BufferedImage picture = SmoothPicture.colour(width, height);
        for (String pixels : List.of("yuv420p", "yuv422p", "rgb24", "yuv420p10le")) {
            assertComesOut(picture, record(PictureRecorder.of("rawvideo", pixels), "clip.nut", picture));
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "5, 2", "6, 2", "1, 2", "5, 1", "7, 2", "9, 2"})
    void coloursAreReadByTheMatrixAndRangeThatTheSourceTells(int colours, int range) throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        PictureRecorder recorder = PictureRecorder.of("ffv1", "yuv420p").coloured(colours, range);
        assertComesOut(picture, record(recorder, "clip.mkv", picture));
    }

    @Test
    void interlacedPicturesComeOutRight() throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        for (String pixels : List.of("yuv420p", "yuv422p10le")) {
            PictureRecorder recorder = PictureRecorder.of("ffv1", pixels).asInterlaced();
            assertComesOut(picture, record(recorder, "clip.mkv", picture));
        }
    }

    @ParameterizedTest
    @CsvSource({
        " 1,  0,  0,  1", "-1,  0,  0,  1", " 1,  0,  0, -1", "-1,  0,  0, -1",
        " 0,  1,  1,  0", " 0,  1, -1,  0", " 0, -1,  1,  0", " 0, -1, -1,  0"
    })
    void picturesAreTurnedAsTheDisplayMatrixTells(int a, int b, int c, int d) throws Exception {
        for (BufferedImage picture : List.of(SmoothPicture.colour(320, 240), SmoothPicture.colour(161, 119))) {
            for (String pixels : List.of("rgb24", "yuv422p", "yuv420p")) {
                boolean raw = pixels.startsWith("yuv");
                PictureRecorder recorder =
                        PictureRecorder.of(raw ? "ffv1" : "png", pixels).turned(a, b, c, d);
                Path file = record(recorder, raw ? "clip.mp4" : "clip.mov", picture);
                assertComesOut(SmoothPicture.turn(picture, a, b, c, d), file);
            }
        }
    }

    @Test
    void sizeAndPixelFormatMayChangeInMidStream() throws Exception {
        List<BufferedImage> pictures = new ArrayList<>();
        ByteArrayOutputStream images = new ByteArrayOutputStream();
        List<String> formats = List.of("rgb24", "rgb48be", "rgb24", "rgba", "rgb24", "rgb24");
        int[] widths = {64, 64, 31, 200, 1, 64};
        for (int i = 0; i < widths.length; i++) {
            BufferedImage picture = SmoothPicture.colour(widths[i], 48);
            pictures.add(picture);
            PictureRecorder recorder = PictureRecorder.of("png", formats.get(i));
            images.write(Files.readAllBytes(record(recorder, "image.png", picture)));
        }
        Path file = Files.write(folder.resolve("clip.png"), images.toByteArray());
        List<Frame> frames = Published.frames(file, ImageFormat.JPEG);
        assertEquals(pictures.size(), frames.size());
        for (int i = 0; i < frames.size(); i++) {
            double psnr = SmoothPicture.psnr(pictures.get(i), Published.decode(frames.get(i)));
            assertTrue(psnr > LEAST_PSNR, "picture " + i + ": " + psnr + " dB");
        }
    }

    @Test
    void transparencyIsShownOnBlack() throws Exception {
        BufferedImage picture = new BufferedImage(64, 48, BufferedImage.TYPE_INT_ARGB);
        BufferedImage onBlack = new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 48; y++) {
            for (int x = 0; x < 64; x++) {
                picture.setRGB(x, y, (x * 4) << 24 | 0x40C080);
            }
        }
        onBlack.createGraphics().drawImage(picture, 0, 0, null);
        Path file = folder.resolve("still.png");
        assertTrue(ImageIO.write(picture, "png", file.toFile()));
        assertComesOut(onBlack, file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"still.png", "still.bmp", "50%d off.png", "no suffix"})
    void stillImageIsOneFrame(String name) throws Exception {
        BufferedImage picture = SmoothPicture.colour(301, 77);
        Path file = folder.resolve(name);
        assertTrue(ImageIO.write(picture, name.endsWith("bmp") ? "bmp" : "png", file.toFile()));
        assertComesOut(picture, file);
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "gif"})
    void paletteComesOutRight(String format) throws Exception {
        BufferedImage picture = new BufferedImage(320, 240, BufferedImage.TYPE_BYTE_INDEXED);
        Graphics2D pen = picture.createGraphics();
        pen.drawImage(SmoothPicture.colour(320, 240), 0, 0, null);
        // Large areas of the palette's colours, because JPEG does not preserve the noise of dithering.
        BufferedImage blocks = new BufferedImage(320, 240, BufferedImage.TYPE_BYTE_INDEXED);
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                blocks.setRGB(x, y, picture.getRGB(x / 80 * 80, y / 80 * 80));
            }
        }
        Path file = folder.resolve("still." + format);
        assertTrue(ImageIO.write(blocks, format, file.toFile()));
        assertComesOut(blocks, file);
    }

    @Test
    void picturesAreThinnedOutByTheirOwnTimes() throws Exception {
        List<Long> micros = new ArrayList<>();
        List<BufferedImage> pictures = new ArrayList<>();
        // A second with 50 pictures, one with none, one with 5. With a limit of 10 per second, 10, 0 and 5 remain.
        for (int i = 0; i < 50; i++) {
            micros.add(i * 20_000L);
        }
        for (int i = 0; i < 5; i++) {
            micros.add(2_000_000L + i * 200_000L);
        }
        micros.forEach(time -> pictures.add(SmoothPicture.colour(32, 32)));
        Path file = PictureRecorder.of("ffv1", "yuv420p").record(folder.resolve("clip.mkv"), micros, pictures);
        assertEquals(
                15,
                Published.frames(file, ImageFormat.JPEG, Optional.empty(), OptionalDouble.of(10))
                        .size());
        assertEquals(55, Published.frames(file, ImageFormat.JPEG).size());
    }

    private Path record(PictureRecorder recorder, String name, BufferedImage picture) {
        return recorder.record(folder.resolve(name), List.of(0L), List.of(picture));
    }

    private static void assertComesOut(BufferedImage expected, Path file) throws Exception {
        for (ImageFormat format : ImageFormat.values()) {
            List<Frame> frames = Published.frames(file, format);
            assertEquals(1, frames.size());
            assertEquals(
                    Optional.of(new ImageSize(expected.getWidth(), expected.getHeight())),
                    frames.get(0).size());
            double psnr = SmoothPicture.psnr(expected, Published.decode(frames.get(0)));
            assertTrue(psnr > LEAST_PSNR, format + ": " + psnr + " dB");
        }
    }
}
