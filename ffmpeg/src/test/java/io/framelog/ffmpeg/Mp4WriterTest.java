package io.framelog.ffmpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.FFprobe;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.ffmpeg.testing.OddJpegs;
import io.framelog.ffmpeg.testing.Playback;
import io.framelog.ffmpeg.testing.Playback.Shown;
import io.framelog.ffmpeg.testing.SmoothPicture;
import io.framelog.frame.ImageFormat;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Mp4WriterTest {
    /** 2026-11-21T09:30:00.123456Z. */
    private static final long BEGIN = 1_795_253_400_123_456L;

    private final Path file;

    Mp4WriterTest(@TempDir Path folder) {
        file = folder.resolve("clip.mp4");
    }

    /** Writes to the file. */
    private interface Script {
        void write(Mp4Writer writer) throws IOException, InterruptedException;
    }

    private void write(Script script) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                Mp4Writer writer = new Mp4Writer(channel, "front")) {
            script.write(writer);
            writer.finish();
        }
    }

    private List<Long> times() throws IOException, InterruptedException {
        return Playback.of(file).stream().map(Shown::micros).toList();
    }

    @Test
    void keepsEveryFrameAtItsMicrosecond() throws Exception {
        List<Long> micros = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            micros.add(i * 33_333L + i * i % 7 * 2_001L + (i >= 120 ? 3_600_000 : 0));
        }
        write(writer -> {
            for (int i = 0; i < micros.size(); i++) {
                assertTrue(writer.add(ImageFormat.JPEG, Images.jpeg(i), BEGIN + micros.get(i)));
            }
        });
        List<Shown> shown = Playback.of(file);
        assertEquals(micros, shown.stream().map(Shown::micros).toList());
        for (int i = 0; i < shown.size(); i++) {
            assertEquals(i, shown.get(i).number());
        }
        long lastInterval = micros.get(199) - micros.get(198);
        List<String> durations = FFprobe.ask(file, "packet=duration");
        assertEquals(200, durations.size());
        assertEquals(
                Long.toString(lastInterval), durations.get(199), "the last one is shown as long as the one before");
        assertEquals(
                Long.toString(micros.get(120) - micros.get(119)), durations.get(119), "a gap shows the frame before");
    }

    @Test
    void tellsWhatItIs() throws Exception {
        write(writer -> {
            for (int i = 0; i < 3; i++) {
                writer.add(ImageFormat.JPEG, Images.jpeg(i), BEGIN + i * 40_000L);
            }
        });
        assertEquals(
                List.of("h264,Constrained Baseline,320,240,0,yuv420p,tv,smpte170m,iec61966-2-1,bt709,1/1000000"),
                FFprobe.ask(
                        file,
                        "stream=codec_name,profile,width,height,has_b_frames,pix_fmt,color_range,color_space,"
                                + "color_transfer,color_primaries,time_base"));
        List<String> tags = FFprobe.ask(file, "format_tags=creation_time,date,title");
        assertEquals(1, tags.size());
        assertTrue(tags.get(0).contains("2026-11-21T09:30:00.000000Z"), tags.get(0));
        assertTrue(tags.get(0).contains("2026-11-21T09:30:00.123456Z"), tags.get(0));
        assertTrue(tags.get(0).contains("front"), tags.get(0));
    }

    @Test
    void canBePlayedWhileItIsBeingWritten() throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (Mp4Writer writer = new Mp4Writer(Channels.newChannel(written), "front")) {
            for (int i = 0; i < 100; i++) {
                writer.add(ImageFormat.JPEG, Images.jpeg(i), BEGIN + i * 100_000L);
                if (i == 30 || i == 99) {
                    Files.write(file, written.toByteArray());
                    List<Shown> shown = Playback.of(file);
                    assertTrue(shown.size() >= i - 11, i + " added, " + shown.size() + " can be seen");
                    assertEquals(shown.size() - 1, shown.get(shown.size() - 1).number());
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"9900000, 9.900000", "90000123456, 90000.123456"})
    void showsItsLengthFromItsBeginning(long micros, String duration) throws Exception {
        ByteArrayOutputStream written = new ByteArrayOutputStream();
        try (Mp4Writer writer = new Mp4Writer(Channels.newChannel(written), "front", OptionalLong.of(micros))) {
            for (int i = 0; i < 100; i++) {
                writer.add(ImageFormat.JPEG, Images.jpeg(i), BEGIN + i * 100_000L);
                if (i == 30) {
                    Files.write(file, written.toByteArray());
                    assertEquals(List.of(duration), FFprobe.ask(file, "format=duration"));
                }
            }
            writer.finish();
        }
        Files.write(file, written.toByteArray());
        assertEquals(100, Playback.of(file).size());
        String bytes = new String(written.toByteArray(), ISO_8859_1);
        // The table at the end (mfra) has the places of the fragments.
        int table = bytes.lastIndexOf("tfra");
        ByteBuffer place = ByteBuffer.wrap(written.toByteArray()).position(table + 4 + 16 + 8);
        assertEquals("moof", bytes.substring((int) place.getLong() + 4).substring(0, 4));
    }

    @Test
    void canBeginAtEveryOtherSecond() throws Exception {
        write(writer -> {
            for (int i = 0; i < 100; i++) {
                writer.add(ImageFormat.JPEG, Images.jpeg(i), BEGIN + i * 100_000L);
            }
        });
        List<String> packets = FFprobe.ask(file, "packet=pts,flags");
        assertEquals(
                List.of("0", "2000000", "4000000", "6000000", "8000000"),
                packets.stream()
                        .filter(packet -> packet.contains("K"))
                        .map(packet -> packet.substring(0, packet.indexOf(',')))
                        .toList());
    }

    @ParameterizedTest
    @CsvSource({
        "jpeg, colour, 640, 480, 640, 480",
        "jpeg, colour, 641, 479, 640, 478",
        "jpeg, grey, 320, 240, 320, 240",
        "png, colour, 321, 240, 320, 240",
        "png, grey, 320, 241, 320, 240",
        "jpeg, colour, 17, 16, 16, 16"
    })
    void showsThePicturesThemselves(String format, String colours, int width, int height, int newWidth, int newHeight)
            throws Exception {
        boolean grey = colours.equals("grey");
        BufferedImage picture = grey ? SmoothPicture.grey(width, height) : SmoothPicture.colour(width, height);
        BufferedImage source = grey ? toGrey(picture) : picture;
        boolean jpeg = format.equals("jpeg");
        ByteBuffer image = jpeg ? Images.jpeg(source) : Images.png(source);
        write(writer -> assertTrue(writer.add(jpeg ? ImageFormat.JPEG : ImageFormat.PNG, image, BEGIN)));
        List<Shown> shown = Playback.of(file);
        assertEquals(1, shown.size());
        double psnr = SmoothPicture.psnr(
                picture.getSubimage(0, 0, newWidth, newHeight), shown.get(0).picture());
        assertTrue(psnr > 34, psnr + " dB");
    }

    /** Like setRGB, which treats greys as linear. */
    private static BufferedImage toGrey(BufferedImage picture) {
        BufferedImage grey = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_BYTE_GRAY);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                grey.getRaster().setSample(x, y, 0, picture.getRGB(x, y) & 0xFF);
            }
        }
        return grey;
    }

    @ParameterizedTest
    @ValueSource(strings = {"1x2 1x1 1x1", "4x1 1x1 1x1", "2x2 1x2 1x2", "2x2 2x1 2x1", "RGB", "CMYK", "YCCK"})
    void showsEveryKindOfJpeg(String kind) throws Exception {
        BufferedImage picture = SmoothPicture.colour(320, 240);
        ByteBuffer image =
                switch (kind) {
                    case "RGB" -> OddJpegs.rgb(picture);
                    case "CMYK" -> OddJpegs.cmyk(picture);
                    case "YCCK" -> OddJpegs.ycck(picture);
                    default -> OddJpegs.sampled(picture, kind);
                };
        write(writer -> assertTrue(writer.add(ImageFormat.JPEG, image, BEGIN)));
        double psnr = SmoothPicture.psnr(picture, Playback.of(file).get(0).picture());
        assertTrue(psnr > 30, psnr + " dB");
    }

    @Test
    void bringsATinyPictureToTheLeastThatH264Has() throws Exception {
        write(writer -> writer.add(ImageFormat.JPEG, Images.jpeg(SmoothPicture.colour(8, 6)), BEGIN));
        assertEquals(List.of("16,16"), FFprobe.ask(file, "stream=width,height"));
        assertEquals(1, Playback.of(file).size());
    }

    @Test
    void fitsALaterSizeIntoTheFirst() throws Exception {
        BufferedImage first = SmoothPicture.colour(320, 240);
        BufferedImage wide = SmoothPicture.colour(640, 240);
        write(writer -> {
            assertTrue(writer.add(ImageFormat.JPEG, Images.jpeg(first), BEGIN));
            assertTrue(writer.add(ImageFormat.PNG, Images.png(wide), BEGIN + 40_000));
            assertTrue(writer.add(ImageFormat.JPEG, Images.jpeg(first), BEGIN + 80_000));
        });
        List<Shown> shown = Playback.of(file);
        assertEquals(
                List.of(0L, 40_000L, 80_000L), shown.stream().map(Shown::micros).toList());
        BufferedImage fitted = shown.get(1).picture();
        assertEquals(0, fitted.getRGB(160, 20) & 0xFF, 8, "black above");
        assertEquals(0, fitted.getRGB(160, 220) & 0xFF, 8, "black below");
        double psnr = SmoothPicture.psnr(SmoothPicture.scale(wide, 320, 120), fitted.getSubimage(0, 60, 320, 120));
        assertTrue(psnr > 30, psnr + " dB");
        double again = SmoothPicture.psnr(first, shown.get(2).picture());
        assertTrue(again > 30, again + " dB");
    }

    @Test
    void leavesOutWhatIsDamaged() throws Exception {
        ByteBuffer whole = Images.jpeg(SmoothPicture.colour(320, 240));
        ByteBuffer half = whole.duplicate().limit(whole.limit() / 2);
        ByteBuffer noImage = ByteBuffer.wrap(new byte[100]);
        write(writer -> {
            assertFalse(writer.add(ImageFormat.JPEG, half, BEGIN));
            assertFalse(writer.add(ImageFormat.JPEG, noImage, BEGIN + 1_000));
            assertTrue(writer.add(ImageFormat.JPEG, Images.jpeg(1), BEGIN + 2_000));
            assertFalse(writer.add(ImageFormat.JPEG, half, BEGIN + 3_000));
            assertFalse(writer.add(ImageFormat.PNG, whole, BEGIN + 4_000));
            assertTrue(writer.add(ImageFormat.JPEG, Images.jpeg(2), BEGIN + 5_000));
        });
        List<Shown> shown = Playback.of(file);
        assertEquals(List.of(0L, 3_000L), shown.stream().map(Shown::micros).toList());
        assertEquals(List.of(1, 2), shown.stream().map(Shown::number).toList());
    }

    /** The frame header after its marker: length (2 bytes), bits, height (2), width (2), and so on. */
    @ParameterizedTest
    @CsvSource({
        "a size that no decoder takes, 5, ffffffff",
        "lossless, 1, c3",
        "differential, 1, c5",
        "arithmetic, 1, c9",
        "samplings that fit to nothing, 11, 31",
        "samplings that are none, 11, 0"
    })
    void leavesOutWhatCannotBeDecoded(String what, int at, String hex) throws Exception {
        ByteBuffer odd = changeHead(Images.jpeg(3), at, hex);
        write(writer -> {
            assertFalse(writer.add(ImageFormat.JPEG, odd, BEGIN), what);
            assertTrue(writer.add(ImageFormat.JPEG, Images.jpeg(1), BEGIN + 2_000));
            assertFalse(writer.add(ImageFormat.JPEG, odd, BEGIN + 3_000), what);
            assertTrue(writer.add(ImageFormat.JPEG, Images.jpeg(2), BEGIN + 5_000));
        });
        assertEquals(
                List.of(1, 2), Playback.of(file).stream().map(Shown::number).toList());
    }

    private static ByteBuffer changeHead(ByteBuffer jpeg, int at, String hex) {
        byte[] bytes = new byte[jpeg.remaining()];
        jpeg.get(bytes);
        int head = 0;
        while (bytes[head] != (byte) 0xFF || bytes[head + 1] != (byte) 0xC0) {
            head++;
        }
        byte[] change = HexFormat.of().parseHex(hex.length() % 2 == 0 ? hex : "0" + hex);
        System.arraycopy(change, 0, bytes, head + at, change.length);
        return ByteBuffer.wrap(bytes);
    }

    @Test
    void movesOnByAMicrosecondWhereTimeDoesNot() throws Exception {
        write(writer -> {
            for (long micros : List.of(0, 40_000, 40_000, 10_000, 80_000)) {
                writer.add(ImageFormat.JPEG, Images.jpeg(0), BEGIN + micros);
            }
        });
        assertEquals(List.of(0L, 40_000L, 40_001L, 40_002L, 80_000L), times());
    }

    @Test
    void showsASingleFrameForASecond() throws Exception {
        write(writer -> writer.add(ImageFormat.JPEG, Images.jpeg(77), BEGIN));
        assertEquals(77, Playback.of(file).get(0).number());
        assertEquals(List.of("0,1000000"), FFprobe.ask(file, "packet=pts,duration"));
    }

    @Test
    void keepsTheTimesBehindAGapOfHours() throws Exception {
        long hours = 5 * 3_600_000_000L;
        write(writer -> {
            writer.add(ImageFormat.JPEG, Images.jpeg(0), BEGIN);
            writer.add(ImageFormat.JPEG, Images.jpeg(1), BEGIN + 40_000);
            writer.add(ImageFormat.JPEG, Images.jpeg(2), BEGIN + hours);
            writer.add(ImageFormat.JPEG, Images.jpeg(3), BEGIN + hours + 40_000);
        });
        assertEquals(List.of(0L, 40_000L, hours, hours + 40_000), times());
    }

    @Test
    void writesNothingWithoutAnImage() throws Exception {
        write(writer -> {});
        assertEquals(0, Files.size(file));
    }

    @Test
    void holdsNoMoreMemoryForMoreFrames() throws Exception {
        Random random = new Random(1);
        BufferedImage noise = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 240; y++) {
            for (int x = 0; x < 320; x++) {
                noise.setRGB(x, y, random.nextInt(0x1000000));
            }
        }
        ByteBuffer image = Images.jpeg(noise);
        write(writer -> {
            int i = 0;
            for (; i < 300; i++) {
                writer.add(ImageFormat.JPEG, image, BEGIN + i * 50_000L);
            }
            long before = Pointer.physicalBytes();
            long writtenBefore = Files.size(file);
            for (; i < 1_300; i++) {
                // Only key frames, because a repeated picture takes hardly any bytes.
                writer.add(ImageFormat.JPEG, image, BEGIN + i * 2_000_000L);
            }
            long grown = Pointer.physicalBytes() - before;
            long written = Files.size(file) - writtenBefore;
            assertTrue(written > 30_000_000, "it is much that was written: " + written);
            assertTrue(grown < written / 2, grown + " bytes more in memory for " + written + " in the file");
        });
    }

    @Test
    void endsWithTheFaultOfItsChannel() throws Exception {
        IOException gone = new IOException("the client is gone");
        assertSame(gone, assertThrows(IOException.class, () -> writeTo(gone)));
    }

    @Test
    void endsWithTheErrorOfItsChannel() {
        OutOfMemoryError full = new OutOfMemoryError("made up");
        assertSame(full, assertThrows(OutOfMemoryError.class, () -> writeTo(full)));
    }

    /** Writes to a channel that fails at the fourth write. */
    private static void writeTo(Throwable failure) throws Exception {
        List<Integer> writes = new ArrayList<>();
        WritableByteChannel channel = new WritableByteChannel() {
            @Override
            public int write(ByteBuffer bytes) throws IOException {
                writes.add(bytes.remaining());
                if (writes.size() > 3) {
                    if (failure instanceof Error error) {
                        throw error;
                    }
                    throw (IOException) failure;
                }
                int length = bytes.remaining();
                bytes.position(bytes.limit());
                return length;
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
        try (Mp4Writer writer = new Mp4Writer(channel, "front")) {
            for (int i = 0; i < 1_000; i++) {
                writer.add(ImageFormat.JPEG, Images.jpeg(i % 256), BEGIN + i * 100_000L);
            }
        } finally {
            assertEquals(4, writes.size(), "nothing is written behind it");
        }
    }
}
