package io.framelog.viewer.testing;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Waits for conditions that other threads make true. */
public final class Await {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration BETWEEN = Duration.ofMillis(10);

    private Await() {}

    /** Waits until a condition is true; fails after 30 s. */
    public static void until(String what, Callable<Boolean> condition) {
        until(() -> what, condition);
    }

    /** Waits until a condition is true; the text is evaluated if that fails. */
    public static void until(Supplier<String> what, Callable<Boolean> condition) {
        long start = System.nanoTime();
        while (!holds(condition)) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new AssertionError("timed out waiting for: " + what.get());
            }
            LockSupport.parkNanos(BETWEEN.toNanos());
        }
    }

    /** Waits for a while: only for what must not happen meanwhile, or for the time that a client takes. */
    public static void elapsed(Duration time) {
        long start = System.nanoTime();
        until("the time", () -> System.nanoTime() - start >= time.toNanos());
    }

    private static boolean holds(Callable<Boolean> condition) {
        try {
            return condition.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
