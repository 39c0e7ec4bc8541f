package io.framelog.viewer.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FrameWriteTest {
    private static final long CAPTURED = 1_700_000_000_000_000L;
    private static final Position POSITION = new Position(0, 0);

    private final PartPool pool = new PartPool(1 << 20);
    private final FanOutCounters counters = new FanOutCounters();
    private long nanos = 7_000_000_000L;
    private final FanOut fanOut = new FanOut(new LiveStreams(), counters, Duration.ofSeconds(10), () -> nanos);
    private final FrameWrite write = new FrameWrite(fanOut);

    @AfterEach
    void close() {
        fanOut.close();
        assertEquals(0, pool.partsInUse());
    }

    @Test
    void lastsFromTheCaptureUntilTheWriteIsComplete() {
        write(received(4_000), true, Duration.ofMillis(20));

        assertEquals(1, counted());
        assertEquals(0.024, counters.captureToWrite().sum(), 1e-9);
    }

    @Test
    void doesNotCountAFrameThatIsAClientsFirst() {
        write(received(4_000), false, Duration.ofMillis(20));

        assertEquals(0, counted());
    }

    @Test
    void doesNotCountWhatIsWrittenInBetween() {
        write(received(4_000), true, Duration.ZERO);
        nanos += 5_000_000_000L;
        write.end();

        assertEquals(1, counted());
    }

    @Test
    void doesNotCountFramesWhoseTimeIsWrong() {
        write(received(-1), true, Duration.ZERO);
        write(received(10_000_001), true, Duration.ZERO);
        assertEquals(0, counted());

        write(received(0), true, Duration.ZERO);
        write(received(10_000_000), true, Duration.ZERO);
        assertEquals(2, counted());
    }

    @Test
    void doesNotCountFramesOfThePast() {
        write(pool.fillPast(frame(), POSITION, ""), true, Duration.ZERO);

        assertEquals(0, counted());
    }

    @Test
    void aSmallerPictureOfAFrameHasTheFramesTime() {
        Part original = received(4_000);
        write(pool.fillAgain(original, ImageFormat.JPEG, ByteBuffer.allocate(5)), true, Duration.ofMillis(20));
        original.release();

        assertEquals(0.024, counters.captureToWrite().sum(), 1e-9);
    }

    private void write(@Nullable Part part, boolean follows, Duration time) {
        assertNotNull(part);
        write.begin(part, follows);
        nanos += time.toNanos();
        write.end();
        part.release();
    }

    private long counted() {
        return Arrays.stream(counters.captureToWrite().counts()).sum();
    }

    private Part received(long microsAfterCapture) {
        Part part = pool.fill(frame(), POSITION, new Receipt(nanos, CAPTURED + microsAfterCapture));
        assertNotNull(part);
        return part;
    }

    private static Frame frame() {
        return new Frame(
                new StreamName("camera"),
                ImageFormat.JPEG,
                ByteBuffer.allocate(10),
                CAPTURED,
                Optional.empty(),
                Optional.empty(),
                Stages.UNKNOWN);
    }
}
