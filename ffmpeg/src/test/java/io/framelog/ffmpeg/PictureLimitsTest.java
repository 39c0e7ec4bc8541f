package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.HostileImages;
import io.framelog.ffmpeg.testing.Images;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PictureLimitsTest {
    private static final int PROFILE_BYTES = 64 * 1024 * 1024;

    private final Thumbnailer thumbnailer = new Thumbnailer(80);

    @Test
    void refusesMorePixelsThanTheLimit() {
        assertRefused(HostileImages.png(11_000, 6_000, 1), 11_000, 6_000, "11000x6000 pixels, more than 64000000");
    }

    @Test
    void refusesAPictureThatNeedsTooMuchMemory() {
        assertRefused(HostileImages.png(7_000, 6_000, 16), 7_000, 6_000, "320 MiB of memory, more than 256");
    }

    @Test
    void refusesDataThatGoOnBehindTheLastRow() {
        ByteBuffer image = HostileImages.pngWithSurplus(10, 10, 1_200L * 1024 * 1024);
        assertRefused(image, 10, 10, "behind the last row");
    }

    @Test
    void refusesAJpegWithThousandsOfScans() {
        byte[] whole = Images.bytes(Images.jpeg(Images.numbered(1)));
        ByteBuffer image = ByteBuffer.allocate(whole.length + 2_000).put(whole, 0, whole.length - 2);
        for (int i = 0; i < 1_000; i++) {
            image.putShort((short) 0xFFDA);
        }
        image.putShort((short) 0xFFD9).flip();
        ImageSize size = ImageSize.read(ImageFormat.JPEG, image).orElseThrow();
        PictureTooLargeException refused =
                assertThrows(PictureTooLargeException.class, () -> thumbnailer.make(ImageFormat.JPEG, image, size, 50));
        assertTrue(String.valueOf(refused.getMessage()).contains("scans"), String.valueOf(refused.getMessage()));
    }

    private void assertRefused(ByteBuffer png, int width, int height, String reason) {
        PictureTooLargeException refused = assertThrows(
                PictureTooLargeException.class,
                () -> thumbnailer.make(ImageFormat.PNG, png, new ImageSize(width, height), 50));
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), String.valueOf(refused.getMessage()));
    }

    @Test
    void showsAPictureWithoutItsHugeColourProfile() throws Exception {
        ByteBuffer image = HostileImages.pngWithProfile(100, 60, PROFILE_BYTES);
        String plain = StandardCharsets.ISO_8859_1
                .decode(PlainImage.of(ImageFormat.PNG, image, new ImageSize(100, 60)))
                .toString();
        assertFalse(plain.contains("iCCP"));
        assertTrue(thumbnailer
                .make(ImageFormat.PNG, image, new ImageSize(100, 60), 50)
                .isPresent());
    }

    @Test
    void leavesPicturesThatAreTooLargeOutOfAVideo() throws Exception {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (Mp4Writer writer = new Mp4Writer(Channels.newChannel(file), "test")) {
            assertFalse(writer.add(ImageFormat.PNG, HostileImages.png(11_000, 6_000, 1), 0));
            assertTrue(writer.add(ImageFormat.PNG, HostileImages.pngWithProfile(100, 60, PROFILE_BYTES), 1));
            writer.finish();
        }
        assertTrue(file.size() > 0);
    }

    @Test
    void keepsEveryByteOfAJpegThatADecoderNeeds() throws Exception {
        ByteBuffer image = Images.jpeg(Images.numbered(7));
        ImageSize size = ImageSize.read(ImageFormat.JPEG, image).orElseThrow();
        assertEquals(image, PlainImage.of(ImageFormat.JPEG, image, size));
    }
}
