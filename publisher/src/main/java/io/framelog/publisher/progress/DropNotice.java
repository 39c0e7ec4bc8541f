package io.framelog.publisher.progress;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Decides when dropped frames of one {@link DropReason} are told: the first one at once, and then a sum every
 * {@link #PERIOD} while it goes on. Thread-safe.
 */
final class DropNotice {
    /** One line a minute is seen and does not fill a log. */
    static final Duration PERIOD = Duration.ofMinutes(1);

    private static final long NEVER = Long.MIN_VALUE;

    private final LongSupplier nanos;
    private final AtomicLong told = new AtomicLong(NEVER);
    private final LongAdder untold = new LongAdder();

    /** @param nanos the time, as {@link System#nanoTime} gives it */
    DropNotice(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * A frame was dropped.
     *
     * @return the line to log now; mostly empty
     */
    Optional<String> dropped(DropReason reason, String detail) {
        untold.increment();
        long now = nanos.getAsLong();
        long before = told.get();
        boolean due = before == NEVER || now - before >= PERIOD.toNanos();
        if (!due || !told.compareAndSet(before, now)) {
            return Optional.empty();
        }
        long frames = untold.sumThenReset();
        String line = before == NEVER ? "frames are dropped: " : "frames are still dropped, " + frames + " more: ";
        return Optional.of(line + reason.with(detail));
    }
}
