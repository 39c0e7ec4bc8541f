package io.framelog.viewer.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.Await;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(30)
class BoundedExecutorTest {
    private static final int THREADS = 2;
    private static final int MAX_WAITING = 3;

    private final BoundedExecutor executor = new BoundedExecutor("test", THREADS, MAX_WAITING);
    private final CountDownLatch release = new CountDownLatch(1);

    @AfterEach
    void close() {
        executor.close();
        executor.awaitEnd(Duration.ofSeconds(10));
    }

    /** Occupies all threads until {@link #release}. */
    private List<CompletableFuture<Integer>> occupy() throws InterruptedException {
        CountDownLatch running = new CountDownLatch(THREADS);
        List<CompletableFuture<Integer>> results = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            results.add(executor.submit(() -> {
                running.countDown();
                release.await();
                return 1;
            }));
        }
        running.await();
        return results;
    }

    @Test
    void refusesWhatDoesNotFit() throws Exception {
        List<CompletableFuture<Integer>> results = occupy();
        for (int i = 0; i < MAX_WAITING; i++) {
            results.add(executor.submit(() -> 1));
        }
        assertEquals(MAX_WAITING, executor.waiting());
        assertInstanceOf(RejectedExecutionException.class, fault(executor.submit(() -> 1)));
        assertEquals(1, executor.refusedCount());
        release.countDown();
        for (CompletableFuture<Integer> result : results) {
            assertEquals(1, result.get());
        }
    }

    static List<Throwable> faults() {
        return List.of(
                new IOException("as a test"),
                new IllegalStateException("as a test"),
                new OutOfMemoryError("as a test"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void completesWhateverTheWorkThrows(Throwable fault) throws Exception {
        for (int i = 0; i <= THREADS; i++) {
            CompletableFuture<Integer> result = executor.submit(() -> {
                if (fault instanceof Error error) {
                    throw error;
                }
                throw (Exception) fault;
            });
            assertSame(fault, fault(result));
        }
        assertTrue(
                executor.submit(() -> Thread.currentThread().getName()).get().matches("test-[12]"), "no other thread");
    }

    @Test
    void anErrorOfTheWorkReachesWhoEndsTheProcess() {
        CompletableFuture<Throwable> escalated = new CompletableFuture<>();
        Error error = new StackOverflowError("as a test");
        CompletableFuture<Integer> result = executor.submit(() -> {
            Thread.currentThread().setUncaughtExceptionHandler((thread, fault) -> escalated.complete(fault));
            throw error;
        });
        assertSame(error, escalated.join());
        assertSame(error, fault(result));
    }

    @Test
    void cancelsWhatWaitsAtItsEnd() throws Exception {
        List<CompletableFuture<Integer>> running = occupy();
        CompletableFuture<Integer> waiting = executor.submit(() -> 1);
        executor.close();
        assertThrows(CancellationException.class, waiting::get);
        assertThrows(CancellationException.class, executor.submit(() -> 1)::get);
        for (CompletableFuture<Integer> interrupted : running) {
            assertInstanceOf(InterruptedException.class, fault(interrupted));
        }
        assertEquals(0, executor.refusedCount());
    }

    @Test
    void handsOverWhatComesTooLate() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicReference<String> unwanted = new AtomicReference<>("");
        CompletableFuture<String> result = executor.submit(
                () -> {
                    begun.countDown();
                    release.await();
                    return "late";
                },
                unwanted::set);
        begun.await();
        assertTrue(result.cancel(false));
        release.countDown();
        Await.until("the late result is handed over", () -> "late".equals(unwanted.get()));
    }

    @Test
    void skipsWhatWasCancelledBeforeItStarted() throws Exception {
        occupy();
        AtomicBoolean ran = new AtomicBoolean();
        assertTrue(executor.submit(() -> ran.getAndSet(true)).cancel(false));
        CompletableFuture<Integer> next = executor.submit(() -> 1);
        release.countDown();
        assertEquals(1, next.get());
        executor.close();
        executor.awaitEnd(Duration.ofSeconds(10));
        assertFalse(ran.get());
    }

    private static Throwable fault(CompletableFuture<?> result) {
        Throwable cause = assertThrows(ExecutionException.class, result::get).getCause();
        return cause == null ? new IllegalStateException() : cause;
    }
}
