package io.framelog.viewer.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
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
import io.framelog.viewer.testing.BlockedTask;
import io.framelog.viewer.testing.QuietOutlet;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FanOutTest {
    private static final StreamName CAMERA = new StreamName("camera");

    private final PartPool pool = new PartPool(1 << 20);
    private final LiveStreams streams = new LiveStreams();
    private final FanOut fanOut = new FanOut(streams, new FanOutCounters(), Duration.ofSeconds(10), System::nanoTime);

    FanOutTest() {
        fanOut.start();
    }

    @AfterEach
    void losesNoMemory() {
        fanOut.close();
        assertEquals(0, pool.partsInUse());
    }

    @Test
    void oneClientsFaultIsNotTheOthers() {
        QuietOutlet first = watch(new QuietOutlet());
        QuietOutlet faulty = watch(new QuietOutlet() {
            @Override
            public boolean flush(ByteBuffer[] bytes) {
                throw new IllegalStateException("a fault");
            }
        });
        QuietOutlet last = watch(new QuietOutlet());

        arrives();

        Await.until("both got it", () -> first.taken() == 1 && last.taken() == 1);
        Await.until("the other is ended", () -> streams.viewers() == 2);
        assertTrue(!faulty.isOpen());
    }

    @Test
    void goesOnWhereTheMemoryIsShortForAMoment() {
        QuietOutlet greedy = watch(new QuietOutlet() {
            @Override
            public void expect(int bytes) {
                if (taken() == 0 && isOpen()) {
                    close();
                    throw new OutOfMemoryError("as a test");
                }
            }
        });

        arrives();
        Await.until("it was short", () -> !greedy.isOpen());
        QuietOutlet next = watch(new QuietOutlet());
        arrives();

        Await.until("the frame is shown", () -> next.taken() > 0);
        assertTrue(fanOut.isAlive());
    }

    @Test
    void endsEveryClientAlthoughATaskAndAClientThrowAtTheEnd() throws InterruptedException {
        QuietOutlet faulty = watch(new QuietOutlet() {
            @Override
            public void close() {
                super.close();
                throw new IllegalStateException("a fault");
            }
        });
        QuietOutlet present = watch(new QuietOutlet());
        arrives();
        Await.until("both are served", () -> faulty.taken() == 1 && present.taken() == 1);
        BlockedTask blocked = new BlockedTask();
        fanOut.post(blocked);
        fanOut.post(() -> {
            throw new AssertionError("a fault");
        });
        QuietOutlet waiting = watch(new QuietOutlet());

        blocked.releaseAfter(fanOut::close, fanOut.loop()::isClosing);

        for (QuietOutlet outlet : List.of(faulty, present, waiting)) {
            assertFalse(outlet.isOpen());
        }
        assertEquals(1, waiting.taken(), "the task that was posted last ran");
        assertEquals(0, streams.viewers());
    }

    private <T extends QuietOutlet> T watch(T outlet) {
        assertNotNull(fanOut.watch(CAMERA, outlet, Duration.ZERO));
        return outlet;
    }

    private void arrives() {
        ByteBuffer image = ByteBuffer.allocate(10);
        Part part = pool.fill(
                new Frame(CAMERA, ImageFormat.JPEG, image, 0, Optional.empty(), Optional.empty(), Stages.UNKNOWN),
                new Position(0, 0),
                new Receipt(System.nanoTime(), 0));
        LiveStream stream = streams.find(CAMERA);
        assertNotNull(part);
        assertNotNull(stream);
        stream.offer(part);
    }
}
