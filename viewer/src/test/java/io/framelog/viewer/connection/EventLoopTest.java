package io.framelog.viewer.connection;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.BlockedTask;
import io.framelog.viewer.testing.QuietOutlet;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EventLoopTest {
    private static final StallLimit LIMIT = StallLimit.ofProgress(Duration.ofSeconds(10));

    private final AtomicLong nanos = new AtomicLong();
    private final EventLoop loop = new EventLoop("loop", Duration.ofMillis(10), nanos::get);
    private final List<String> done = new CopyOnWriteArrayList<>();

    EventLoopTest() {
        loop.start();
    }

    @AfterEach
    void close() {
        loop.close();
        assertFalse(loop.isAlive());
    }

    @Test
    void runsTasksInOrderAndScheduledOnesWhenTheyAreDue() {
        loop.post(() -> {
            loop.at(2, () -> done.add("at 2"));
            loop.at(1, () -> done.add("at 1"));
        });
        loop.post(() -> done.add("first"));
        loop.post(() -> done.add("second"));
        Await.until("tasks are done", () -> done.equals(List.of("first", "second")));

        nanos.set(1);
        Await.until("the first task is due", () -> done.equals(List.of("first", "second", "at 1")));
        nanos.set(2);
        Await.until("the second task is due", () -> done.equals(List.of("first", "second", "at 1", "at 2")));
    }

    @Test
    void continuesWhateverATaskThrows() {
        loop.post(() -> {
            loop.at(0, () -> {
                throw new IllegalStateException("a fault");
            });
            throw new OutOfMemoryError("as a test");
        });
        loop.post(() -> {
            throw new AssertionError("a fault");
        });
        loop.post(() -> done.add("the next"));

        Await.until("it continues", () -> done.contains("the next"));
        assertTrue(loop.isAlive());
    }

    @Test
    void anErrorOfATaskOrAClientReachesWhoEndsTheProcess() {
        List<Throwable> escalated = new CopyOnWriteArrayList<>();
        Error ofTask = new StackOverflowError("as a test");
        Error ofClient = new StackOverflowError("as a test");
        loop.post(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> escalated.add(fault));
            throw ofTask;
        });
        QuietOutlet unused = open(new QuietOutlet(), new SilentHandler() {
            @Override
            public void ready() {
                throw ofClient;
            }
        });

        Await.until("both are told", () -> escalated.equals(List.of(ofTask, ofClient)));
    }

    @Test
    void aClientWhoseHandlingThrowsIsEndedAlone() {
        QuietOutlet faulty = open(new QuietOutlet(), new SilentHandler() {
            @Override
            public void ready() {
                throw new IllegalStateException("a fault");
            }
        });
        QuietOutlet other = open(new QuietOutlet(), new SilentHandler());

        Await.until("it is closed", () -> !faulty.isOpen());
        assertTrue(other.isOpen());
    }

    @Test
    void endsEveryClientAlthoughTasksAndClientsThrowAtTheEnd() throws InterruptedException {
        QuietOutlet faultyHandler = open(new QuietOutlet(), new SilentHandler() {
            @Override
            public void closed() {
                throw new IllegalStateException("a fault");
            }
        });
        QuietOutlet faultyOutlet = open(
                new QuietOutlet() {
                    @Override
                    public void close() {
                        super.close();
                        throw new IllegalStateException("a fault");
                    }
                },
                new SilentHandler());
        QuietOutlet present = open(new QuietOutlet(), new SilentHandler());
        BlockedTask blocked = new BlockedTask();
        loop.post(blocked);
        loop.post(() -> {
            throw new AssertionError("a fault");
        });
        QuietOutlet waiting = open(new QuietOutlet(), new SilentHandler());

        blocked.releaseAfter(loop::close, loop::isClosing);

        for (QuietOutlet outlet : List.of(faultyHandler, faultyOutlet, present, waiting)) {
            assertFalse(outlet.isOpen());
        }
        assertEquals(4, done.size(), "each was served once");
    }

    @Test
    void aClientThatComesTooLateIsEndedAtOnce() {
        loop.close();
        QuietOutlet late = open(new QuietOutlet(), new SilentHandler() {
            @Override
            public void closed() {
                done.add("closed");
            }
        });
        assertFalse(late.isOpen());
        assertTrue(done.contains("closed"), "its handler knows, and so no longer counts it");
    }

    private QuietOutlet open(QuietOutlet outlet, ClientConnection.Handler handler) {
        new ClientConnection(loop, outlet, LIMIT, handler).open();
        return outlet;
    }

    /** A client with nothing to write. */
    private class SilentHandler implements ClientConnection.Handler {
        @Override
        public void opened() {
            done.add("opened");
        }

        @Override
        public void ready() {}

        @Override
        public void stalled() {}

        @Override
        public void closed() {}
    }
}
