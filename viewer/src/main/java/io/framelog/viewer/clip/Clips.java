package io.framelog.viewer.clip;

import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.concurrent.Slots;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The clips being made for clients: a limited number, each on its own thread, since it waits for Kafka and for its
 * client. Can be called from any thread.
 */
public final class Clips implements AutoCloseable {
    private final ClipLimits limits;
    private final Slots slots;
    /** The most kept clips that are sent at a time: each needs a buffer, and no thread. */
    private static final int MAX_SENDING = 64;

    private final Slots sending = new Slots(MAX_SENDING);
    private final ClipCache cache = new ClipCache();
    private final ClipCounters counters = new ClipCounters();
    private final BoundedExecutor executor;
    private final Set<ClipSlot> held = ConcurrentHashMap.newKeySet();

    /** Makes one clip. */
    @FunctionalInterface
    public interface Work {
        /** Makes it; interrupted when the viewer shuts down. */
        void run() throws Exception;
    }

    /** Starts no thread before the first clip. */
    public Clips(ClipLimits limits) {
        this.limits = limits;
        slots = new Slots(limits.atATime());
        // The slots are the limit: a clip waits only until the one before it has left its thread.
        executor = new BoundedExecutor("clip", limits.atATime(), limits.atATime());
    }

    /** What clients may request. */
    public ClipLimits limits() {
        return limits;
    }

    /** One slot for each clip. */
    public Slots slots() {
        return slots;
    }

    /** One slot for each kept clip that is being sent. */
    public Slots sending() {
        return sending;
    }

    /** Finished clips that clients requested in ranges. */
    public ClipCache cache() {
        return cache;
    }

    /** What was made. */
    public ClipCounters counters() {
        return counters;
    }

    /**
     * Takes a slot. If none is free, the client that has taken nothing for longest loses its own, after {@link
     * ClipLimits#GIVES_WAY_AFTER}.
     *
     * @param cut ends the connection of this slot's client, if it takes nothing itself
     * @return empty if no slot is free
     */
    synchronized Optional<ClipSlot> take(Runnable cut) {
        if (slots.used() >= slots.limit()) {
            held.stream()
                    .filter(slot -> slot.stalled().compareTo(ClipLimits.GIVES_WAY_AFTER) > 0)
                    .max(Comparator.comparing(ClipSlot::stalled))
                    .ifPresent(ClipSlot::cut);
        }
        if (!slots.take()) {
            return Optional.empty();
        }
        ClipSlot slot = new ClipSlot(slots::giveBack, cut);
        held.add(slot);
        return Optional.of(slot);
    }

    /** Like {@link #run(Work)}, in a slot of {@link #take}. */
    CompletableFuture<@Nullable Void> run(ClipSlot slot, Work work) {
        return submit(work).whenComplete((done, fault) -> {
            held.remove(slot);
            slot.giveBack();
        });
    }

    /**
     * Runs work in a slot that the caller has taken; gives the slot back when the work ends.
     *
     * @return completed after that; fails with what the work threw, or as {@link BoundedExecutor#submit} does
     */
    public CompletableFuture<@Nullable Void> run(Work work) {
        return submit(work).whenComplete((done, fault) -> slots.giveBack());
    }

    private CompletableFuture<@Nullable Void> submit(Work work) {
        return executor.submit(() -> {
            work.run();
            return null;
        });
    }

    /** Cancels all clips; does not wait for them. */
    @Override
    public void close() {
        executor.close();
        cache.close();
    }
}
