package io.framelog.viewer.part;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class PartPoolTest {
    private static final Position POSITION = new Position(3, 17);
    private static final Receipt RECEIPT = new Receipt(0, 12_002_386);
    private static final int KIB = 1024;

    private final PartPool pool = new PartPool(64 * KIB);

    @Test
    void laysAFrameOutAsAPartThatEndsWithTheNextDelimiter() {
        Part part = fill(new byte[] {1, 2, 3});

        assertEquals(
                List.of(
                        "Content-Type: image/png",
                        "Content-Length: 3",
                        "X-Timestamp: 12.000345",
                        "X-Framelog-Position: 3@17",
                        "X-Framelog-Latency: received=2.041",
                        "",
                        "\1\2\3",
                        "--framelog",
                        ""),
                List.of(text(part.fromStart()[0]).split("\r\n", -1)));
        assertEquals("--framelog\r\n", new String(Multipart.preamble(), ISO_8859_1));
    }

    @Test
    void tellsHowFarTheFrameHadComeAfterItsCapture() {
        Frame frame = frame(ByteBuffer.allocate(3));

        assertEquals("received=2.041", Multipart.latency(frame, RECEIPT));
        assertEquals(
                "encoded=0.655, sent=1.000, received=2.041",
                Multipart.latency(frame.with(Stages.encoded(12_001_000).sent(12_001_345)), RECEIPT));
        assertEquals(
                "received=-0.345",
                Multipart.latency(frame, new Receipt(0, 12_000_000)),
                "another machine's clock can be ahead");
    }

    @Test
    void showsTheImageAloneWhateverWasWritten() {
        Part part = fill(new byte[] {1, 2, 3});
        part.fromStart()[0].position(7);

        byte[] image = new byte[part.image().remaining()];
        part.image().get(image);

        assertArrayEquals(new byte[] {1, 2, 3}, image);
        assertEquals(part.length() - 7, part.retainRest()[0].remaining());
    }

    @Test
    void leavesTheRecordsBufferAsItWas() {
        ByteBuffer image = ByteBuffer.wrap(new byte[100], 10, 20);
        assertNotNull(pool.fill(frame(image), POSITION, RECEIPT));

        assertEquals(10, image.position());
        assertEquals(30, image.limit());
    }

    @Test
    void usesMemoryAgainWhenTheLastReferenceIsReleased() {
        Part part = fill(new byte[10]);
        part.retain();
        part.release();
        assertEquals(1, pool.partsInUse());
        part.release();
        assertEquals(0, pool.partsInUse());
        assertEquals(0, pool.lent());
        long allocated = pool.allocated();

        fill(new byte[20]);

        assertEquals(allocated, pool.allocated());
    }

    @Test
    void refusesAFrameWhereTheLimitIsReached() {
        Part large = fill(new byte[40 * KIB]);
        assertNull(pool.fill(frame(ByteBuffer.allocate(30 * KIB)), POSITION, RECEIPT));

        large.release();

        assertNotNull(pool.fill(frame(ByteBuffer.allocate(30 * KIB)), POSITION, RECEIPT));
    }

    @Test
    void refusesAFrameWhereTheJvmHasNoMemory() {
        AtomicBoolean full = new AtomicBoolean(true);
        PartPool pressed = new PartPool(64 * KIB, PartPool.STREAM_SHARE, length -> {
            if (full.get()) {
                throw new OutOfMemoryError("Cannot reserve direct buffer memory");
            }
            return ByteBuffer.allocateDirect(length);
        });
        assertNull(pressed.fill(frame(ByteBuffer.allocate(10)), POSITION, RECEIPT));
        assertEquals(0, pressed.allocated());
        assertEquals(0, pressed.partsInUse());

        full.set(false);

        assertNotNull(pressed.fill(frame(ByteBuffer.allocate(10)), POSITION, RECEIPT));
    }

    @Test
    void leavesTheOtherStreamsTheirShare() {
        PartPool large = new PartPool(64 * 16 * KIB);
        List<Part> pinned = new ArrayList<>();
        Part next = large.fill(frame(ByteBuffer.allocate(10)), POSITION, RECEIPT);
        while (next != null) {
            pinned.add(next);
            next = large.fill(frame(ByteBuffer.allocate(10)), POSITION, RECEIPT);
        }
        assertEquals(16, pinned.size(), "a quarter of the memory");
        assertNotNull(large.fill(frame(new StreamName("other"), ByteBuffer.allocate(10)), POSITION, RECEIPT));

        pinned.get(0).release();

        assertNotNull(large.fill(frame(ByteBuffer.allocate(10)), POSITION, RECEIPT));
    }

    @Test
    void aStreamOfHugeFramesCanMoveOn() {
        for (int part = 0; part < 4; part++) {
            assertNotNull(pool.fill(frame(ByteBuffer.allocate(15 * KIB)), POSITION, RECEIPT));
        }
    }

    @Test
    void letsGoOfFreeMemoryOfAnotherSizeWhereItIsShort() {
        fill(new byte[50 * KIB]).release();

        fill(new byte[10]);
        fill(new byte[10]);

        assertEquals(2 * 16 * KIB, pool.allocated());
    }

    @Test
    void tellsWhoReleasesTwiceOrUsesWhatIsReleased() {
        Part part = fill(new byte[10]);
        part.release();

        assertThrows(IllegalStateException.class, part::retain);
        assertThrows(IllegalStateException.class, part::release);
    }

    @Test
    void writesTimesBeforeTheEpochToo() {
        assertEquals("-1.999999", Multipart.timestamp(-1));
        assertEquals("0.000000", Multipart.timestamp(0));
    }

    private Part fill(byte[] image) {
        Part part = pool.fill(frame(ByteBuffer.wrap(image)), POSITION, RECEIPT);
        assertNotNull(part);
        return part;
    }

    private static Frame frame(ByteBuffer image) {
        return frame(StreamName.DEFAULT, image);
    }

    private static Frame frame(StreamName stream, ByteBuffer image) {
        return new Frame(
                stream, ImageFormat.PNG, image, 12_000_345, Optional.empty(), Optional.empty(), Stages.UNKNOWN);
    }

    private static String text(ByteBuffer bytes) {
        return ISO_8859_1.decode(bytes.duplicate()).toString();
    }
}
