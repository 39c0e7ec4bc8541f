package io.framelog.viewer.thumbnail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ThumbnailsTest {
    private static final int LENGTH = 10_000;

    private final PartPool pool = new PartPool(64 << 20);
    private final byte[] image = Images.jpeg(640, 480);

    @AfterEach
    void givesAllFramesBack() {
        Await.until("all are given back", () -> pool.partsInUse() == 0);
    }

    @Test
    void keepsNoMoreThanItMay() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (Thumbnails thumbnails = new Thumbnails(
                (format, picture, size, width) -> {
                    made.incrementAndGet();
                    return Optional.of(new byte[LENGTH]);
                },
                10 * LENGTH)) {
            for (int i = 0; i < 100; i++) {
                assertEquals(LENGTH, thumbnail(thumbnails, i).length());
                assertTrue(thumbnails.cachedBytes() <= 10 * LENGTH, () -> thumbnails.cachedBytes() + " bytes");
            }
            assertEquals(100, made.get());
            assertTrue(thumbnails.cachedBytes() >= 5 * LENGTH, "some thumbnails stay cached");
        }
    }

    @Test
    void makesAnotherOfAFrameThatLaterLiesAtTheSamePlace() throws Exception {
        AtomicInteger made = new AtomicInteger();
        try (Thumbnails thumbnails = new Thumbnails(
                (format, picture, size, width) -> Optional.of(new byte[made.incrementAndGet()]), LENGTH)) {
            assertEquals(1, thumbnail(thumbnails, part(7, 1000)).length());
            assertEquals(1, thumbnail(thumbnails, part(7, 1000)).length());
            assertEquals(2, thumbnail(thumbnails, part(7, 2000)).length());
        }
    }

    @Test
    void refusesWhatDoesNotFit() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (Thumbnails thumbnails = new Thumbnails(
                (format, picture, size, width) -> {
                    begun.countDown();
                    release.await();
                    return Optional.of(new byte[1]);
                },
                LENGTH)) {
            List<CompletableFuture<Thumbnail>> waiting = new ArrayList<>();
            waiting.add(get(thumbnails, part(0, 0)));
            begun.await();
            for (int i = 1; i <= Thumbnails.MAX_WAITING; i++) {
                waiting.add(get(thumbnails, part(i, 0)));
            }
            CompletableFuture<Thumbnail> refused = get(thumbnails, part(1000, 0));
            assertInstanceOf(
                    RejectedExecutionException.class,
                    assertThrows(ExecutionException.class, refused::get).getCause());
            assertEquals(1, thumbnails.refusedCount());

            release.countDown();
            for (CompletableFuture<Thumbnail> made : waiting) {
                assertEquals(1, made.get().length());
            }
        }
    }

    /** A phone's picture of 640x480 that is shown as 480x640. */
    @Test
    void comparesTheWidthAsItIsShown() throws Exception {
        byte[] exif = HexFormat.of()
                .parseHex(
                        "FFE10022457869660000" + "4D4D002A00000008" + "0001" + "011200030000000100060000" + "00000000");
        ByteArrayOutputStream turned = new ByteArrayOutputStream();
        turned.write(image, 0, 2);
        turned.write(exif);
        turned.write(image, 2, image.length - 2);
        Part portrait = part(turned.toByteArray(), 0, 0);
        assertTrue(Thumbnails.isSmaller(portrait, 479));
        assertFalse(Thumbnails.isSmaller(portrait, 500), "it is not made anew in its own size");
        portrait.release();
        turned.reset();
        byte[] high = Images.jpeg(480, 640);
        turned.write(high, 0, 2);
        turned.write(exif);
        turned.write(high, 2, high.length - 2);
        Part landscape = part(turned.toByteArray(), 1, 0);
        assertTrue(Thumbnails.isSmaller(landscape, 500), "it is shown 640 pixels wide");
        landscape.release();
    }

    @Test
    void triesAgainAfterAFailure() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (Thumbnails thumbnails = new Thumbnails(
                (format, picture, size, width) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw new IOException("as a test");
                    }
                    return Optional.of(new byte[1]);
                },
                LENGTH)) {
            CompletableFuture<Thumbnail> first = get(thumbnails, part(1, 0));
            assertInstanceOf(
                    UndecodableFrameException.class,
                    assertThrows(ExecutionException.class, first::get).getCause());
            // A client may retry before the failure has left the cache.
            Await.until("it is made", () -> !get(thumbnails, part(1, 0))
                    .handle((made, fault) -> made)
                    .thenApply(Optional::ofNullable)
                    .get(10, TimeUnit.SECONDS)
                    .isEmpty());
            assertEquals(2, tries.get());
        }
    }

    @Test
    void survivesAnError() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("as a test");
        AtomicInteger tries = new AtomicInteger();
        try (Thumbnails thumbnails = new Thumbnails(
                (format, picture, size, width) -> {
                    if (tries.incrementAndGet() == 1) {
                        throw error;
                    }
                    return Optional.of(new byte[1]);
                },
                LENGTH)) {
            CompletableFuture<Thumbnail> first = get(thumbnails, part(1, 0));
            assertSame(error, assertThrows(ExecutionException.class, first::get).getCause());
            Await.until("the frame is given back", () -> pool.partsInUse() == 0);
            assertEquals(1, thumbnail(thumbnails, 2).length());
        }
    }

    @Test
    void cancelsWhatWaitsAtItsEnd() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Thumbnails thumbnails = new Thumbnails(
                (format, picture, size, width) -> {
                    begun.countDown();
                    new CountDownLatch(1).await();
                    return Optional.empty();
                },
                LENGTH);
        CompletableFuture<Thumbnail> running = get(thumbnails, part(0, 0));
        begun.await();
        CompletableFuture<Thumbnail> waiting = get(thumbnails, part(1, 0));
        thumbnails.close();
        assertInstanceOf(
                InterruptedException.class,
                assertThrows(ExecutionException.class, running::get).getCause());
        assertInstanceOf(
                CancellationException.class,
                assertThrows(ExecutionException.class, waiting::get).getCause());
    }

    private Thumbnail thumbnail(Thumbnails thumbnails, int offset) throws Exception {
        return thumbnail(thumbnails, part(offset, 0));
    }

    private static Thumbnail thumbnail(Thumbnails thumbnails, Part part) throws Exception {
        return get(thumbnails, part).get(10, TimeUnit.SECONDS);
    }

    private static CompletableFuture<Thumbnail> get(Thumbnails thumbnails, Part part) {
        CompletableFuture<Thumbnail> thumbnail = thumbnails.get(part, 320);
        part.release();
        return thumbnail;
    }

    private Part part(long offset, long micros) {
        return part(image, offset, micros);
    }

    private Part part(byte[] jpeg, long offset, long micros) {
        Frame frame = new Frame(
                new StreamName("front"),
                ImageFormat.JPEG,
                ByteBuffer.wrap(jpeg),
                micros,
                Optional.empty(),
                Optional.empty(),
                Stages.UNKNOWN);
        Part part = pool.fill(frame, new Position(0, offset), new Receipt(0, 0));
        assertNotNull(part, "there is memory for it");
        return part;
    }
}
