package io.framelog.publisher.mjpeg;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;

/** Any bytes as the answer of a camera. */
class PictureReaderFuzzTest {
    @FuzzTest(maxDuration = "2m")
    void answer(byte[] bytes) throws IOException {
        ByteArrayInputStream sent = new ByteArrayInputStream(bytes);
        Window window = new Window();
        window.begin(new Body() {
            @Override
            public int read(byte[] target, int offset, int length) {
                return sent.read(target, offset, Math.min(length, 100));
            }

            @Override
            public boolean isWhole() {
                return false;
            }
        });
        PictureReader reader = new PictureReader(window, "b");
        int pictures = 0;
        while (reader.next() != null) {
            pictures++;
            assertTrue(pictures <= bytes.length, "it ends");
        }
    }
}
