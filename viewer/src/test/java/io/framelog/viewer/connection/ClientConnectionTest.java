package io.framelog.viewer.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.SlowOutlet;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ClientConnectionTest {
    private static final long PROGRESS = Duration.ofSeconds(10).toNanos();
    private static final long WRITE = Duration.ofSeconds(60).toNanos();
    private static final int LENGTH = 1_000;

    private final SlowOutlet outlet = new SlowOutlet();
    private final Bytes bytes = new Bytes();
    private final Log log = new Log();
    /** Never started; the test's thread runs it. */
    private final EventLoop loop = new EventLoop("loop", Duration.ofSeconds(1), () -> 0);

    private final ClientConnection connection =
            new ClientConnection(loop, outlet, new StallLimit(PROGRESS, WRITE), log);

    @Test
    void keepsTheRestUntilTheClientHasTakenIt() {
        assertTrue(connection.write(bytes, LENGTH, 0));
        assertTrue(connection.isBusy());
        assertEquals(1, bytes.retained);

        outlet.takeAll();
        assertEquals(0, bytes.retained, "released at once, from any thread");
        connection.run();

        assertFalse(connection.isBusy());
        assertEquals(1, log.ready, "ready for the next write");
    }

    @Test
    void aClientThatTakesNothingIsStalledAfterTheLimit() {
        connection.write(bytes, LENGTH, 0);
        connection.check(PROGRESS - 1);
        assertFalse(outlet.isAborted());
        connection.check(PROGRESS);
        assertTrue(outlet.isAborted());
        assertEquals(1, log.stalled);
        assertEquals(1, log.closed);
    }

    @Test
    void aClientThatTakesALittleIsStalledWhenTheWriteIsTooLong() {
        connection.write(bytes, LENGTH, 0);
        for (long now = PROGRESS / 2; now < WRITE; now += PROGRESS / 2) {
            outlet.takeByte();
            connection.check(now);
            assertFalse(outlet.isAborted());
        }
        outlet.takeByte();
        connection.check(WRITE);
        assertTrue(outlet.isAborted());
    }

    @Test
    void aClientThatClosedItsSideIsServedAsLongAsItIsWrittenTo() {
        connection.halfClosed();
        connection.run();
        connection.check(PROGRESS - 1);
        assertFalse(connection.isEnded());
        connection.write(bytes, LENGTH, PROGRESS - 1);
        outlet.takeAll();
        connection.run();
        connection.check(PROGRESS);
        assertFalse(connection.isEnded());

        connection.check(2 * PROGRESS - 1);

        assertTrue(connection.isEnded());
        assertEquals(0, log.stalled);
    }

    @Test
    void aClientThatHasAllIsEndedWhenItClosesItsSide() {
        log.complete = true;
        connection.check(0);
        assertFalse(connection.isEnded());
        connection.halfClosed();
        connection.run();
        assertTrue(connection.isEnded());
    }

    @Test
    void aWriteThatFailsEndsTheClient() {
        outlet.fail();
        assertFalse(connection.write(bytes, LENGTH, 0));
        assertTrue(connection.isEnded());
        assertEquals(0, bytes.retained);
    }

    private static final class Log implements ClientConnection.Handler {
        private boolean complete;
        private int ready;
        private int stalled;
        private int closed;

        @Override
        public void opened() {}

        @Override
        public void ready() {
            ready++;
        }

        @Override
        public boolean isComplete() {
            return complete;
        }

        @Override
        public void stalled() {
            stalled++;
        }

        @Override
        public void closed() {
            closed++;
        }
    }

    private static final class Bytes implements Payload {
        private final ByteBuffer buffer = ByteBuffer.allocate(LENGTH);
        private int retained;

        @Override
        public ByteBuffer[] fromStart() {
            return new ByteBuffer[] {buffer.position(0)};
        }

        @Override
        public ByteBuffer[] retainRest() {
            retained++;
            return new ByteBuffer[] {buffer.duplicate()};
        }

        @Override
        public void release() {
            retained--;
        }
    }
}
