package io.framelog.publisher;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Decides when a live source is told to be lost, and to be back. It is back with its first frame, and not when it can
 * be opened. If it comes and goes, it is told to be back only after a run of good frames. For the capturing thread.
 */
final class SourceHealth {
    /** How long frames must come until the source counts as sound. */
    static final Duration GOOD_RUN = Duration.ofSeconds(10);
    /** How often within {@link #PERIOD} a source may be back with its first frame. */
    static final int QUICK_RECOVERIES = 3;

    static final Duration PERIOD = Duration.ofMinutes(1);
    /** How many reasons are told while the source is lost; they may take turns for ever. */
    static final int MAX_REASONS = 5;

    private final Listener listener;
    private final LongSupplier nanos;
    private final Deque<Long> recoveries = new ArrayDeque<>(QUICK_RECOVERIES);
    private final Set<String> reasons = new HashSet<>();
    private boolean lost;
    private long lostNanos;
    private boolean running;
    private long runNanos;
    private boolean good;

    /** Is told what matters. */
    interface Listener {
        /** The source is lost. */
        void lost(String reason);

        /** The source is still lost, for a reason that was not told yet. */
        void stillLost(String reason);

        /** Frames come again. */
        void back(long seconds);
    }

    /** @param nanos the time in nanoseconds, such as {@link System#nanoTime} */
    SourceHealth(Listener listener, LongSupplier nanos) {
        this.listener = listener;
        this.nanos = nanos;
    }

    /** A frame has come. Cheap enough to be called for every frame. */
    void frame() {
        if (good) {
            return;
        }
        long now = nanos.getAsLong();
        if (!running) {
            running = true;
            runNanos = now;
        }
        good = now - runNanos >= GOOD_RUN.toNanos();
        if (lost && (good || mayRecoverQuickly(now))) {
            lost = false;
            recoveries.add(now);
            listener.back(TimeUnit.NANOSECONDS.toSeconds(now - lostNanos));
        }
    }

    private boolean mayRecoverQuickly(long now) {
        while (!recoveries.isEmpty() && now - recoveries.getFirst() > PERIOD.toNanos()) {
            recoveries.removeFirst();
        }
        return recoveries.size() < QUICK_RECOVERIES;
    }

    /** Whether frames have come for at least {@link #GOOD_RUN} since the source was opened. */
    boolean isGood() {
        return good;
    }

    /** The source has failed, or cannot be opened. */
    void failed(String reason) {
        running = false;
        good = false;
        if (!lost) {
            lost = true;
            lostNanos = nanos.getAsLong();
            reasons.clear();
            reasons.add(reason);
            listener.lost(reason);
        } else if (reasons.size() < MAX_REASONS && reasons.add(reason)) {
            listener.stillLost(reason);
        }
    }
}
