package io.framelog.viewer.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Looks regularly whether a connection's client may still see what it is sent: a link has an end, and a user can be
 * removed. Thread-safe.
 */
final class AdmissionCheck {
    /** How long a client may see more than it may, at most. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final BooleanSupplier admitted;
    private final Scheduler scheduler;
    private Scheduler.@Nullable Task next;
    private boolean over;

    /**
     * Does not begin yet.
     *
     * @param admitted whether the client may still see the same
     */
    AdmissionCheck(BooleanSupplier admitted, Scheduler scheduler) {
        this.admitted = admitted;
        this.scheduler = scheduler;
    }

    /** @param onRefusal called once if the client may no longer */
    synchronized void begin(Runnable onRefusal) {
        if (!over) {
            next = scheduler.schedule(() -> check(onRefusal), INTERVAL.toNanos(), TimeUnit.NANOSECONDS);
        }
    }

    private void check(Runnable onRefusal) {
        if (admitted.getAsBoolean()) {
            begin(onRefusal);
        } else {
            onRefusal.run();
        }
    }

    synchronized void end() {
        over = true;
        if (next != null) {
            next.cancel();
        }
    }
}
