package io.framelog.viewer.connection;

import io.framelog.viewer.http.Admission;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.server.ConnectionMetaData;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Looks regularly whether the client of a long answer may still see what it is sent: a link has an end, and a user can
 * be removed. Thread-safe.
 */
public final class AdmissionCheck {
    /** How long a client may see more than it may, at most. */
    private static final Duration INTERVAL = Duration.ofSeconds(1);

    private final BooleanSupplier admitted;
    private final Scheduler scheduler;
    private Scheduler.@Nullable Task next;
    private boolean over;

    private AdmissionCheck(BooleanSupplier admitted, Scheduler scheduler) {
        this.admitted = admitted;
        this.scheduler = scheduler;
    }

    /** Does not begin yet. @return empty if nobody's rights can end */
    public static Optional<AdmissionCheck> of(Context context, ConnectionMetaData connection) {
        return Admission.lasting(context)
                .map(admitted ->
                        new AdmissionCheck(admitted, connection.getConnector().getScheduler()));
    }

    /**
     * Begins to look, once a second.
     *
     * @param onRefusal called once if the client may no longer see it; must not block
     */
    public synchronized void begin(Runnable onRefusal) {
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

    /** The answer has ended. */
    public synchronized void end() {
        over = true;
        if (next != null) {
            next.cancel();
        }
    }
}
