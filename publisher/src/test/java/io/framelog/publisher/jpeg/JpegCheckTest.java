package io.framelog.publisher.jpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.JpegHead;
import java.awt.Color;
import java.awt.GradientPaint;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;

class JpegCheckTest {
    private final JpegCheck check = new JpegCheck();
    private final byte[] jpeg = jpeg(false);

    private JpegCheck.Valid valid(byte[]... parts) {
        JpegCheck.Result result = check.check(direct(parts));
        return assertInstanceOf(JpegCheck.Valid.class, result, result::toString);
    }

    private String fault(byte[]... parts) {
        return check.fault(direct(parts));
    }

    /** In native memory, and not at its beginning, as FFmpeg's packets are. */
    private static ByteBuffer direct(byte[]... parts) {
        byte[] all = join(parts);
        return ByteBuffer.allocateDirect(all.length + 3)
                .position(3)
                .put(all)
                .position(3)
                .slice();
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }

    private byte[] from(int start) {
        return Arrays.copyOfRange(jpeg, start, jpeg.length);
    }

    private byte[] to(int end) {
        return Arrays.copyOf(jpeg, end);
    }

    private static byte[] filled(int length, int value) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) value);
        return bytes;
    }

    private void assertSamePicture(byte[] actual) throws IOException {
        assertArrayEquals(pixels(jpeg), pixels(actual));
    }

    private static int[] pixels(byte[] image) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(image)).getRGB(0, 0, 96, 64, null, 0, 96);
    }

    @Test
    void wholeJpegIsPassedOnByteForByte() {
        assertArrayEquals(jpeg, valid(jpeg).image().array());
        assertEquals(new ImageSize(96, 64), valid(jpeg).size());
    }

    @Test
    void progressiveJpegWithRestartMarkersAndAnyApplicationSegmentIsPassedOnByteForByte() throws IOException {
        byte[] thumbnail = join(bytes(0xFF, 0xE1, 0, 0), jpeg);
        thumbnail[2] = (byte) ((thumbnail.length - 2) >> 8);
        thumbnail[3] = (byte) (thumbnail.length - 2);
        byte[] with = join(to(2), bytes(0xFF, 0xEB, 0, 3, 0xFF), thumbnail, bytes(0xFF, 0xFE, 0, 4, 'h', 'i'), from(2));
        assertArrayEquals(with, valid(with).image().array());
        byte[] progressive = jpeg(true);
        assertArrayEquals(progressive, valid(progressive).image().array());
    }

    @Test
    void whatFollowsThePictureIsCutOff() {
        for (byte[] more : List.of(
                filled(400_000, 0),
                filled(100, 0xFF),
                filled(100, 0x2A),
                bytes(0xFF),
                jpeg,
                from(jpeg.length - 300),
                join(filled(1000, 0), jpeg, filled(7, 0)))) {
            assertArrayEquals(jpeg, valid(jpeg, more).image().array());
        }
    }

    @Test
    void whatDoesNotBelongBetweenTheSegmentsIsLeftOut() throws IOException {
        int tables = indexOf(0xDB);
        for (byte[] bent : List.of(
                join(to(tables), bytes(0), from(tables)),
                join(to(tables), filled(600, 0), bytes(0xFF, 0xFE, 0, 4, 'a', 'b'), from(tables)),
                join(to(tables), bytes(0xFF, 0x00, 0x12, 0xFF, 0xD0), from(tables)),
                join(bytes(0xFF, 0xD8), jpeg),
                join(bytes(0xFF, 0xD8, 0, 0), jpeg),
                join(bytes(0, 13, 10), jpeg))) {
            byte[] mended = valid(bent).image().array();
            assertSamePicture(mended);
            assertArrayEquals(mended, valid(mended).image().array(), "is in order now");
        }
    }

    @Test
    void fillBytesBelongToAMarker() throws IOException {
        int tables = indexOf(0xDB);
        assertSamePicture(
                valid(to(tables), filled(5, 0xFF), from(tables)).image().array());
        int end = jpeg.length - 2;
        assertSamePicture(valid(to(end), filled(5, 0xFF), from(end)).image().array());
    }

    @Test
    void missingEndIsAddedIfAllPixelsAreThere() throws IOException {
        byte[] endless = to(jpeg.length - 2);
        assertArrayEquals(jpeg, valid(endless).image().array());
        assertSamePicture(valid(endless, filled(50, 0)).image().array());
        assertArrayEquals(jpeg, valid(endless, jpeg).image().array(), "the next picture ends this one");
        assertSamePicture(valid(withoutHuffmanTables(endless)).image().array());
    }

    @Test
    void progressiveJpegWithoutEndIsPassedOnIfAllPixelsAreThere() throws IOException {
        byte[] spectral = spectral();
        for (byte[] whole : List.of(jpeg(true), spectral)) {
            byte[] endless = Arrays.copyOf(whole, whole.length - 2);
            assertArrayEquals(whole, valid(endless).image().array());
            assertArrayEquals(whole, valid(endless, jpeg).image().array(), "the next picture ends this one");
            assertEquals("", fault(endless, filled(400, 0)));
        }
        // The last scan of the one has the finest structures; that of the other makes brightness more precise.
        int[] pixels = pixels(spectral);
        for (int length = 4; length < spectral.length; length++) {
            JpegCheck.Result result = check.check(direct(Arrays.copyOf(spectral, length)));
            if (result instanceof JpegCheck.Valid valid) {
                assertArrayEquals(pixels, pixels(valid.image().array()), "cut to " + length);
            } else {
                assertFalse(length >= spectral.length - 2, "cut to " + length);
            }
        }
        for (int length = 0; length < jpeg(true).length - 400; length++) {
            assertNotEquals("", fault(Arrays.copyOf(jpeg(true), length)), "cut to " + length);
        }
    }

    /** Cameras that do not know how many lines will come tell it behind the pixels; browsers do not look there. */
    @Test
    void heightThatFollowsThePixelsIsPutWhereBrowsersLook() throws IOException {
        byte[] told = flat(jpeg);
        byte[] tells = join(Arrays.copyOf(told, told.length - 2), bytes(0xFF, 0xDC, 0, 4, 0, 64, 0xFF, 0xD9));
        for (byte[] image : List.of(
                tells,
                Arrays.copyOf(tells, tells.length - 2),
                join(tells, filled(100, 0)),
                join(bytes(0), tells),
                withoutHuffmanTables(tells))) {
            JpegCheck.Valid mended = valid(image);
            assertEquals(new ImageSize(96, 64), mended.size());
            assertEquals(Optional.of(new ImageSize(96, 64)), ImageSize.read(ImageFormat.JPEG, mended.image()));
            assertSamePicture(mended.image().array());
        }
    }

    @Test
    void sizeIsThatOfTheUprightPicture() {
        byte[] exif = HexFormat.of()
                .parseHex(
                        "FFE10022457869660000" + "4D4D002A00000008" + "0001" + "011200030000000100060000" + "00000000");
        byte[] turned = join(to(2), exif, from(2));
        assertEquals(new ImageSize(64, 96), valid(turned).size());
        assertEquals(
                Optional.of(new ImageSize(64, 96)), ImageSize.readUpright(ImageFormat.JPEG, ByteBuffer.wrap(turned)));
        exif[29] = 3; // upside down
        assertEquals(new ImageSize(96, 64), valid(join(to(2), exif, from(2))).size());
    }

    @Test
    void paddingBehindAPictureWithoutEndIsCutOff() throws IOException {
        byte[] endless = to(jpeg.length - 2);
        for (byte[] padding : List.of(filled(400_000, 0), filled(400_000, 0xFF))) {
            byte[] mended = valid(endless, padding).image().array();
            assertSamePicture(mended);
            assertTrue(mended.length <= jpeg.length + 8, mended.length + " bytes");
            assertEquals("it is cut short", fault(to(jpeg.length - 300), padding));
        }
    }

    @Test
    void wholePictureBehindOneThatWasCutInItsHeadIsTaken() {
        byte[] cut = to(indexOf(0xC4)); // behind the frame header
        assertArrayEquals(jpeg, valid(cut, jpeg).image().array());
    }

    @Test
    void cutJpegIsDropped() {
        for (int length = 4; length < jpeg.length - 4; length++) {
            assertNotEquals("", fault(to(length)), "cut to " + length);
        }
        assertEquals("it is cut short", fault(to(jpeg.length - 100)));
        assertEquals("it is cut short", fault(to(jpeg.length - 100), jpeg));
        assertEquals("it is cut short before its pixels", fault(to(100)));
        for (byte[] noise : List.of(new byte[0], to(1), to(3), filled(5_000, 0), filled(5_000, 0xFF))) {
            assertEquals("it is not a JPEG", fault(noise));
        }
    }

    @Test
    void saysWhyBrowsersWouldNotShowIt() {
        int frame = indexOf(0xC0);
        for (Map.Entry<Integer, String> coding : Map.of(
                        0xC9, "arithmetic", 0xCA, "arithmetic", 0xC3, "lossless", 0xC5, "hierarchical")
                .entrySet()) {
            byte[] other = jpeg.clone();
            other[frame + 1] = (byte) (int) coding.getKey();
            assertEquals("it uses " + coding.getValue() + " coding, which browsers do not show", fault(other));
        }
        byte[] deep = jpeg.clone();
        deep[frame + 4] = 12;
        assertEquals("it has 12 bits per sample, and browsers show only 8", fault(deep));
        assertEquals("it has no quantization tables", fault(without(jpeg, 0xDB)));
        assertEquals("it does not say its size", fault(flat(jpeg)));
    }

    private byte[] flat(byte[] image) {
        byte[] flat = image.clone();
        flat[indexOf(0xC0) + 5] = 0;
        flat[indexOf(0xC0) + 6] = 0;
        return flat;
    }

    @Test
    void twoWideJpegsOfOneSizeAreTheFieldsOfOnePicture() {
        byte[] field = Images.bytes(Images.jpeg(new BufferedImage(320, 120, BufferedImage.TYPE_INT_RGB)));
        byte[] other = Images.bytes(Images.jpeg(new BufferedImage(320, 112, BufferedImage.TYPE_INT_RGB)));
        Optional<ImageSize> whole = Optional.of(new ImageSize(320, 240));
        assertEquals(whole, check.sizeOfFields(direct(field, field)));
        assertEquals(whole, check.sizeOfFields(direct(field, filled(6, 0), field)));
        assertEquals(Optional.empty(), check.sizeOfFields(direct(field)));
        assertEquals(Optional.empty(), check.sizeOfFields(direct(field, other)), "a preview");
        assertEquals(Optional.empty(), check.sizeOfFields(direct(jpeg, jpeg)), "too high for a field");
        byte[] views = join(Arrays.copyOf(field, 2), bytes(0xFF, 0xE2, 0, 8, 'M', 'P', 'F', 0, 0, 0));
        byte[] rest = Arrays.copyOfRange(field, 2, field.length);
        assertEquals(Optional.empty(), check.sizeOfFields(direct(views, rest, field)), "a stereo camera");
    }

    @Test
    void noticesASecondPicture() {
        assertTrue(check.hasSecondPicture(direct(jpeg, jpeg)));
        assertTrue(check.hasSecondPicture(direct(jpeg, filled(9, 0), jpeg)));
        assertFalse(check.hasSecondPicture(direct(jpeg, filled(9, 0))));
        assertFalse(check.hasSecondPicture(direct(jpeg)));
    }

    @Test
    void anyChangedByteIsReadWithoutAnError() {
        Random random = new Random(1);
        for (int round = 0; round < 20_000; round++) {
            byte[] bent = to(random.nextInt(jpeg.length) + 1);
            for (int changes = random.nextInt(5); changes >= 0; changes--) {
                bent[random.nextInt(bent.length)] = (byte) (random.nextBoolean() ? 0xFF : random.nextInt());
            }
            JpegCheck.Result result = check.check(direct(bent));
            if (result instanceof JpegCheck.Valid repaired) {
                assertTrue(repaired.image().remaining() <= bent.length + 1_000);
            }
        }
    }

    @Test
    void missingHuffmanTablesAreAddedSoThatThePictureIsTheSame() throws IOException {
        assertSamePicture(valid(withoutHuffmanTables(jpeg)).image().array());
    }

    /** Where a marker's segment is. */
    private int indexOf(int marker) {
        for (int at = 2; ; at += 2 + Short.toUnsignedInt(ByteBuffer.wrap(jpeg).getShort(at + 2))) {
            if ((jpeg[at + 1] & 0xFF) == marker) {
                return at;
            }
        }
    }

    /** Makes a JPEG as some cameras do: the JDK's encoder uses the standard tables, which are left out. */
    private static byte[] withoutHuffmanTables(byte[] jpeg) {
        return without(jpeg, 0xC4);
    }

    /** Leaves out the segments with a marker. */
    private static byte[] without(byte[] jpeg, int marker) {
        ByteBuffer image = ByteBuffer.wrap(jpeg);
        int scan = JpegHead.read(image).orElseThrow().scanOffset();
        ByteBuffer out = ByteBuffer.allocate(jpeg.length);
        out.put(jpeg, 0, 2);
        for (int at = 2; at < scan; ) {
            int length = 2 + Short.toUnsignedInt(image.getShort(at + 2));
            if ((image.get(at + 1) & 0xFF) != marker) {
                out.put(jpeg, at, length);
            }
            at += length;
        }
        out.put(jpeg, scan, jpeg.length - scan);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** A progressive JPEG that only divides the spectrum: the encoder's first scans, told to be as precise as it gets. */
    private static byte[] spectral() {
        byte[] all = jpeg(true);
        JpegLayout layout = JpegLayout.read(ByteBuffer.wrap(all));
        List<JpegLayout.Segment> scans = layout.scans().subList(0, 5);
        scans.forEach(scan -> all[scan.at() + scan.length() - 1] = 0);
        int end = layout.laterSegments().stream()
                .mapToInt(JpegLayout.Segment::at)
                .filter(at -> at > scans.get(4).at())
                .min()
                .orElseThrow();
        return join(Arrays.copyOf(all, end), bytes(0xFF, 0xD9));
    }

    private static BufferedImage picture() {
        BufferedImage picture = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.BLUE, 96, 64, Color.YELLOW));
        graphics.fillRect(0, 0, 96, 64);
        graphics.setColor(Color.RED);
        graphics.drawString("Framelog", 5, 40);
        graphics.dispose();
        return picture;
    }

    private static byte[] jpeg(boolean progressive) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (progressive) {
                how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture(), null, null), how);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
