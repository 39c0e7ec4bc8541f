package io.framelog.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ImageHeadTest {
    @ParameterizedTest
    @EnumSource
    void formatAndSizeAreReadFromTheFirstBytes(ImageFormat format) {
        ByteBuffer image = Images.image(format, 65, 33);
        assertEquals(Optional.of(format), ImageFormat.detect(image));
        assertEquals(Optional.of(new ImageSize(65, 33)), ImageSize.read(format, image));
        assertEquals(0, image.position());
    }

    @ParameterizedTest
    @EnumSource
    void imageMayLieAnywhereInABufferOfEitherByteOrder(ImageFormat format) {
        ByteBuffer image = Images.image(format, 20, 10);
        ByteBuffer larger = ByteBuffer.allocateDirect(image.remaining() + 14).order(ByteOrder.LITTLE_ENDIAN);
        larger.position(7).put(7, image, 0, image.remaining()).limit(7 + image.remaining());
        assertEquals(Optional.of(format), ImageFormat.detect(larger));
        assertEquals(Optional.of(new ImageSize(20, 10)), ImageSize.read(format, larger));
    }

    @ParameterizedTest
    @EnumSource
    void everyCutHeadIsNoSizeRatherThanAnError(ImageFormat format) {
        ByteBuffer image = Images.image(format, 20, 10);
        int enough = image.remaining();
        for (int length = 0; length < enough; length++) {
            ByteBuffer cut = image.slice(0, length);
            Optional<ImageSize> size = ImageFormat.detect(cut).flatMap(found -> ImageSize.read(found, cut));
            assertTrue(size.isEmpty() || size.get().equals(new ImageSize(20, 10)), "cut to " + length + ": " + size);
        }
    }

    @Test
    void noiseIsNoImage() {
        Random random = new Random(7);
        for (int i = 0; i < 1000; i++) {
            byte[] noise = new byte[200];
            random.nextBytes(noise);
            noise[0] = 'G';
            assertEquals(Optional.empty(), ImageFormat.detect(ByteBuffer.wrap(noise)));
        }
    }

    @Test
    void noiseBehindAJpegsFirstBytesNeverThrows() {
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            byte[] noise = new byte[random.nextInt(4, 100)];
            random.nextBytes(noise);
            noise[0] = (byte) 0xFF;
            noise[1] = (byte) 0xD8;
            noise[2] = (byte) 0xFF;
            Optional<JpegHead> head = JpegHead.read(ByteBuffer.wrap(noise));
            assertTrue(head.isEmpty() || head.get().scanOffset() < noise.length);
        }
    }

    @Test
    void tellsWhetherTheHuffmanTablesAreThere() {
        ByteBuffer image = Images.image(ImageFormat.JPEG, 16, 16);
        JpegHead head = JpegHead.read(image).orElseThrow();
        assertTrue(head.hasHuffmanTables());
        assertEquals(0xDA, image.get(head.scanOffset() + 1) & 0xFF);
        assertFalse(JpegHead.read(withoutSegment(image, 0xC4)).orElseThrow().hasHuffmanTables());
    }

    private static ByteBuffer withoutSegment(ByteBuffer image, int marker) {
        ByteBuffer out = ByteBuffer.allocate(image.remaining());
        out.put(image.slice(0, 2));
        int at = 2;
        while ((image.get(at + 1) & 0xFF) != 0xDA) {
            int length = 2 + Short.toUnsignedInt(image.getShort(at + 2));
            if ((image.get(at + 1) & 0xFF) != marker) {
                out.put(image.slice(at, length));
            }
            at += length;
        }
        return out.put(image.slice(at, image.limit() - at)).flip();
    }
}
