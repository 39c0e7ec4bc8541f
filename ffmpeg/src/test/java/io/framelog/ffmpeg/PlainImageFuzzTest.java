package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Any bytes that begin like an image. */
class PlainImageFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void image(byte[] bytes) {
        ByteBuffer image = ByteBuffer.wrap(bytes);
        for (ImageFormat format : ImageFormat.values()) {
            Optional<ImageSize> size = ImageSize.read(format, image);
            if (size.isPresent()) {
                try {
                    ByteBuffer plain = PlainImage.of(format, image, size.get());
                    assertTrue(plain.remaining() <= bytes.length + 36, "it grows by an orientation at most");
                } catch (PictureTooLargeException e) {
                    assertTrue(String.valueOf(e.getMessage()).startsWith("the picture is too large"), e::getMessage);
                }
            }
        }
    }
}
