package io.framelog.publisher.jpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
import java.util.List;
import java.util.Map;
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
        BufferedImage expected = ImageIO.read(new ByteArrayInputStream(jpeg));
        BufferedImage picture = ImageIO.read(new ByteArrayInputStream(actual));
        assertArrayEquals(expected.getRGB(0, 0, 96, 64, null, 0, 96), picture.getRGB(0, 0, 96, 64, null, 0, 96));
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
        byte[] flat = jpeg.clone();
        flat[frame + 5] = 0;
        flat[frame + 6] = 0;
        assertEquals("it does not say its size", fault(flat));
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

    private static byte[] jpeg(boolean progressive) {
        BufferedImage picture = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.BLUE, 96, 64, Color.YELLOW));
        graphics.fillRect(0, 0, 96, 64);
        graphics.setColor(Color.RED);
        graphics.drawString("Framelog", 5, 40);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        try (ImageOutputStream stream = ImageIO.createImageOutputStream(out)) {
            ImageWriteParam how = writer.getDefaultWriteParam();
            if (progressive) {
                how.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            writer.setOutput(stream);
            writer.write(null, new IIOImage(picture, null, null), how);
        } catch (IOException e) {
            throw new AssertionError(e);
        } finally {
            writer.dispose();
        }
        return out.toByteArray();
    }
}
