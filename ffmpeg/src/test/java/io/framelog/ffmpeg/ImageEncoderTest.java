package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGQTable;
import javax.imageio.stream.ImageInputStream;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the encoder's output with the JDK's decoder, which is independent of FFmpeg. */
class ImageEncoderTest {
    @SuppressWarnings("ArrayRecordComponent") // Never compared.
    private record Encoded(byte[] image, ImageSize size, long stamp) {
        BufferedImage decode() throws IOException {
            return ImageIO.read(new ByteArrayInputStream(image));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "yuv420p, JPEG",
        "yuv422p, JPEG",
        "yuv444p, JPEG",
        "rgb24, JPEG",
        "gray, JPEG",
        "yuv420p10le, JPEG",
        "yuva420p, JPEG",
        "yuvj420p, JPEG",
        "yuv420p, PNG",
        "gray, PNG"
    })
    void coloursComeOutRightWhateverThePixelFormat(String pixels, ImageFormat format) throws Exception {
        // Left half black, right half white: a wrong range shows as grey.
        String graph = "color=black:size=64x48,format=yuv420p,drawbox=x=32:y=0:w=32:h=48:color=white:t=fill,scale"
                + (pixels.startsWith("yuvj") ? "=out_range=full" : "") + ",format=" + pixels;
        Encoded encoded = encode(new ImageSettings(format, 95, Optional.empty(), 1), graph, 1)
                .get(0);
        BufferedImage picture = encoded.decode();
        assertEquals(64, picture.getWidth());
        assertEquals(48, picture.getHeight());
        assertEquals(0x00, picture.getRGB(8, 24) & 0xFF, 4, "black");
        assertEquals(0xFF, picture.getRGB(56, 24) & 0xFF, 4, "white");
    }

    @ParameterizedTest
    @ValueSource(strings = {"bt601", "bt709"})
    void coloursAreThoseOfJpegWhateverThoseOfTheSource(String matrix) throws Exception {
        // 0x20a040, as the source has it, and as a browser must see it.
        String graph = "color=0x20a040:size=64x48,format=rgb24,scale=out_color_matrix=" + matrix + ",format=yuv444p";
        Encoded encoded = encode(new ImageSettings(ImageFormat.JPEG, 95, Optional.empty(), 1), graph, 1)
                .get(0);
        int pixel = encoded.decode().getRGB(32, 24);
        assertEquals(0x20, (pixel >> 16) & 0xFF, 4, "red");
        assertEquals(0xA0, (pixel >> 8) & 0xFF, 4, "green");
        assertEquals(0x40, pixel & 0xFF, 4, "blue");
    }

    @Test
    void failuresAreToldInCleanText() {
        try (BytePointer dirt = new BytePointer(4096)) {
            dirt.fill('x');
        }
        String message = String.valueOf(new FFmpegException("opening", avutil.AVERROR_ENOENT()).getMessage());
        assertEquals("opening: No such file or directory", message);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 25, 50, 75, 80, 95, 100})
    void qualityIsThatOfLibjpeg(int quality) throws Exception {
        Encoded encoded = encode(
                        new ImageSettings(ImageFormat.JPEG, quality, Optional.empty(), 1), "testsrc2=size=64x48", 1)
                .get(0);
        int percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
        int[] expected =
                JPEGQTable.K1Luminance.getScaledInstance(percent / 100f, true).getTable();
        int[] actual = luminanceTable(encoded.image());
        expected[0] = actual[0]; // FFmpeg's DC quantizer is always 8.
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 1, "coefficient " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void everyPictureComesOutOnceAndInOrderHoweverManyThreads(int threads) throws Exception {
        ImageSettings settings = new ImageSettings(ImageFormat.JPEG, 80, Optional.empty(), threads);
        List<Encoded> images = encode(settings, "testsrc2=size=320x240", 40);
        assertEquals(
                LongStream.range(0, 40).boxed().toList(),
                images.stream().map(Encoded::stamp).toList());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void stampsMayRepeatAndStepBack(int threads) throws Exception {
        List<Long> stamps = List.of(5L, 5L, 4L, 1_000_000_000_000L, -7L, 5L);
        List<Long> out = new ArrayList<>();
        try (FilterGraph pictures = new FilterGraph("testsrc2=size=64x48");
                ImageEncoder encoder =
                        new ImageEncoder(new ImageSettings(ImageFormat.JPEG, 80, Optional.empty(), threads))) {
            for (long stamp : stamps) {
                pictures.next(picture -> encoder.encode(picture, stamp, (image, size, back) -> out.add(back)));
            }
            encoder.finish((image, size, back) -> out.add(back));
        }
        assertEquals(stamps, out);
    }

    @Test
    void oneThreadDelaysByNoPicture() throws Exception {
        ImageSettings settings = new ImageSettings(ImageFormat.JPEG, 80, Optional.empty(), 1);
        try (FilterGraph pictures = new FilterGraph("testsrc2=size=64x48");
                ImageEncoder encoder = new ImageEncoder(settings)) {
            List<Long> stamps = new ArrayList<>();
            for (long i = 0; i < 3; i++) {
                long stamp = i;
                pictures.next(picture -> encoder.encode(picture, stamp, (image, size, back) -> stamps.add(back)));
                assertEquals(i + 1, stamps.size());
            }
        }
    }

    @Test
    void picturesAreScaledToTheSize() throws Exception {
        ImageSettings settings = new ImageSettings(ImageFormat.JPEG, 80, Optional.of(new ImageSize(33, 21)), 1);
        Encoded encoded = encode(settings, "testsrc2=size=320x240", 1).get(0);
        BufferedImage picture = encoded.decode();
        assertArrayEquals(new int[] {33, 21}, new int[] {picture.getWidth(), picture.getHeight()});
        assertEquals(new ImageSize(33, 21), encoded.size());
    }

    @Test
    void sizeMayChangeInMidStream() throws Exception {
        List<Encoded> images = new ArrayList<>();
        try (FilterGraph small = new FilterGraph("testsrc2=size=64x48");
                FilterGraph large = new FilterGraph("testsrc2=size=126x94");
                ImageEncoder encoder = new ImageEncoder(new ImageSettings(ImageFormat.JPEG, 80, Optional.empty(), 3))) {
            for (int i = 0; i < 10; i++) {
                FilterGraph graph = i % 4 < 2 ? small : large;
                long stamp = i;
                graph.next(picture -> encoder.encode(
                        picture, stamp, (image, size, back) -> images.add(new Encoded(image, size, back))));
            }
            encoder.finish((image, size, back) -> images.add(new Encoded(image, size, back)));
        }
        assertEquals(
                LongStream.range(0, 10).boxed().toList(),
                images.stream().map(Encoded::stamp).toList());
        for (Encoded image : images) {
            BufferedImage picture = image.decode();
            assertEquals(image.stamp() % 4 < 2 ? 64 : 126, picture.getWidth());
        }
    }

    @Test
    void nativeMemoryDoesNotGrow() throws Exception {
        ImageSettings settings = new ImageSettings(ImageFormat.JPEG, 80, Optional.empty(), 2);
        encode(settings, "testsrc2=size=640x480", 50);
        long before = residentBytes();
        for (int i = 0; i < 10; i++) {
            encode(settings, "testsrc2=size=640x480", 50);
        }
        long grown = residentBytes() - before;
        assertTrue(grown < 64 << 20, "500 pictures left " + (grown >> 20) + " MiB behind; one has 0.4");
    }

    private static long residentBytes() {
        return Pointer.physicalBytes();
    }

    private static List<Encoded> encode(ImageSettings settings, String graph, int pictures) throws Exception {
        List<Encoded> images = new ArrayList<>();
        try (FilterGraph source = new FilterGraph(graph);
                ImageEncoder encoder = new ImageEncoder(settings)) {
            for (long i = 0; i < pictures; i++) {
                long stamp = i;
                source.next(picture -> encoder.encode(
                        picture, stamp, (image, size, back) -> images.add(new Encoded(image, size, back))));
            }
            encoder.finish((image, size, back) -> images.add(new Encoded(image, size, back)));
        }
        return images;
    }

    private static int[] luminanceTable(byte[] jpeg) throws IOException {
        try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(jpeg))) {
            Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("jpeg");
            ImageReader reader = readers.next();
            reader.setInput(in);
            IIOImage image = reader.readAll(0, null);
            IIOMetadataNode root = (IIOMetadataNode) image.getMetadata().getAsTree("javax_imageio_jpeg_image_1.0");
            IIOMetadataNode table =
                    (IIOMetadataNode) root.getElementsByTagName("dqtable").item(0);
            return ((JPEGQTable) table.getUserObject()).getTable();
        }
    }
}
