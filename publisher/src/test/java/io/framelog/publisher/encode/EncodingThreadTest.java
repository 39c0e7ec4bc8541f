package io.framelog.publisher.encode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.FilterGraph;
import io.framelog.ffmpeg.ImageEncoder;
import io.framelog.ffmpeg.ImageSettings;
import io.framelog.frame.ImageFormat;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class EncodingThreadTest {
    private final List<Long> out = new CopyOnWriteArrayList<>();
    private FilterGraph pictures;

    @BeforeEach
    void open() throws IOException {
        pictures = new FilterGraph("testsrc2=size=64x48");
    }

    @AfterEach
    void close() {
        pictures.close();
    }

    @Test
    void imagesComeInThePicturesOrderAndAllByTheEnd() throws Exception {
        try (EncodingThread encoding = encoding((image, size, stamp) -> out.add(stamp))) {
            for (long first : List.of(0L, 50L)) {
                read(encoding, first, first + 50);
                encoding.finish();
                assertEquals(LongStream.range(0, first + 50).boxed().toList(), out);
            }
        }
    }

    @Test
    void readingWaitsForTheEncoderBeyondAFewPictures() throws Exception {
        CountDownLatch blocked = new CountDownLatch(1);
        AtomicInteger read = new AtomicInteger();
        try (EncodingThread encoding = encoding((image, size, stamp) -> {
            blocked.await();
            out.add(stamp);
        })) {
            Thread reading = new Thread(() -> {
                try {
                    for (int i = 0; i < 20; i++) {
                        read(encoding, i, i + 1);
                        read.incrementAndGet();
                    }
                } catch (IOException | InterruptedException e) {
                    throw new AssertionError(e);
                }
            });
            reading.start();
            while (read.get() < EncodingThread.MAX_PICTURES || reading.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertEquals(EncodingThread.MAX_PICTURES, read.get());

            blocked.countDown();
            reading.join();
            encoding.finish();
        }
        assertEquals(20, out.size());
    }

    @Test
    void readingHearsOfAFaultAndIsNotHeldUp() {
        IOException fault = new IOException("as a test");
        try (EncodingThread encoding = encoding((image, size, stamp) -> {
            throw fault;
        })) {
            assertSame(fault, assertThrows(IOException.class, () -> {
                read(encoding, 0, 20);
                encoding.finish();
            }));
            assertThrows(IOException.class, encoding::finish, "and again");
        }
    }

    @Test
    void endsWhileAnImageFindsNoRoom() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        AtomicBoolean gaveUp = new AtomicBoolean();
        EncodingThread encoding = encoding((image, size, stamp) -> {
            arrived.countDown();
            try {
                never.await();
            } finally {
                gaveUp.set(true);
            }
        });
        read(encoding, 0, 3);
        arrived.await();

        encoding.close();

        assertTrue(gaveUp.get());
    }

    private static EncodingThread encoding(ImageEncoder.Output output) {
        ImageSettings settings = new ImageSettings(ImageFormat.JPEG, 80, Optional.empty(), 1);
        return new EncodingThread(new ImageEncoder(settings), output);
    }

    private void read(EncodingThread encoding, long from, long to) throws IOException, InterruptedException {
        for (long i = from; i < to; i++) {
            long stamp = i;
            pictures.next(picture -> encoding.encode(picture, stamp));
        }
    }
}
