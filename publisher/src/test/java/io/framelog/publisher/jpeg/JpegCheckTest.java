package io.framelog.publisher.jpeg;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class JpegCheckTest {
    private final JpegCheck check = new JpegCheck();
    private final byte[] jpeg = jpeg();

    @Test
    void wholeJpegIsPassedOnByteForByte() {
        JpegCheck.Valid valid = check.check(ByteBuffer.wrap(jpeg)).orElseThrow();
        assertArrayEquals(jpeg, valid.image().array());
        assertEquals(new ImageSize(96, 64), valid.size());
    }

    @Test
    void whatACameraPadsBehindTheEndStays() {
        for (byte padding : new byte[] {0, (byte) 0xFF, 0x2A}) {
            byte[] padded = Arrays.copyOf(jpeg, jpeg.length + 100);
            Arrays.fill(padded, jpeg.length, padded.length, padding);
            assertArrayEquals(
                    padded,
                    check.check(ByteBuffer.wrap(padded)).orElseThrow().image().array());
        }
    }

    @Test
    void cutJpegIsDropped() {
        for (int length = 0; length < jpeg.length - 1; length++) {
            assertTrue(check.check(ByteBuffer.wrap(jpeg, 0, length)).isEmpty(), "cut to " + length);
        }
    }

    @Test
    void missingHuffmanTablesAreAddedSoThatThePictureIsTheSame() throws IOException {
        byte[] bare = withoutHuffmanTables(jpeg);
        ByteBuffer native0 = ByteBuffer.allocateDirect(bare.length).put(bare).flip();
        byte[] repaired = check.check(native0).orElseThrow().image().array();
        BufferedImage expected = ImageIO.read(new ByteArrayInputStream(jpeg));
        BufferedImage actual = ImageIO.read(new ByteArrayInputStream(repaired));
        assertArrayEquals(expected.getRGB(0, 0, 96, 64, null, 0, 96), actual.getRGB(0, 0, 96, 64, null, 0, 96));
    }

    /** Makes a JPEG as some cameras do: the JDK's encoder uses the standard tables, which are left out. */
    private static byte[] withoutHuffmanTables(byte[] jpeg) {
        ByteBuffer image = ByteBuffer.wrap(jpeg);
        int scan = JpegHead.read(image).orElseThrow().scanOffset();
        ByteBuffer out = ByteBuffer.allocate(jpeg.length);
        out.put(jpeg, 0, 2);
        for (int at = 2; at < scan; ) {
            int length = 2 + Short.toUnsignedInt(image.getShort(at + 2));
            if ((image.get(at + 1) & 0xFF) != 0xC4) {
                out.put(jpeg, at, length);
            }
            at += length;
        }
        out.put(jpeg, scan, jpeg.length - scan);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static byte[] jpeg() {
        BufferedImage picture = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = picture.createGraphics();
        graphics.setPaint(new GradientPaint(0, 0, Color.BLUE, 96, 64, Color.YELLOW));
        graphics.fillRect(0, 0, 96, 64);
        graphics.dispose();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(picture, "jpg", out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return out.toByteArray();
    }
}
