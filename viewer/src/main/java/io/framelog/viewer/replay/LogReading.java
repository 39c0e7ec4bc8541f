package io.framelog.viewer.replay;

import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.part.Part;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A replay's place in the log, and what is read from there: one chunk at a time. On the fan-out thread, but for {@link
 * #abandon}.
 */
final class LogReading {
    /** What a reading thread has brought: one of the two. */
    record Arrival(@Nullable Chunk chunk, @Nullable Throwable fault) {
        void release() {
            if (chunk != null) {
                chunk.release();
            }
        }
    }

    private final FanOut fanOut;
    private final Runnable onArrival;
    private final ReadAhead readAhead;
    private final ReadPlan way;
    private final Map<Integer, Long> next;
    private final AtomicReference<@Nullable Arrival> arrival;
    private boolean underWay = true;
    private boolean jumped;

    /**
     * A reading of which the first chunk has arrived.
     *
     * @param opening its chunk's references go over to the reading
     * @param onArrival is posted whenever another has
     */
    LogReading(FanOut fanOut, Runnable onArrival, ReadAhead readAhead, Opening opening) {
        this.fanOut = fanOut;
        this.onArrival = onArrival;
        this.readAhead = readAhead;
        this.way = opening.way();
        this.next = new HashMap<>(opening.first().next());
        this.arrival = new AtomicReference<>(new Arrival(opening.first(), null));
    }

    /** What has arrived, once; null where nothing has. */
    @Nullable Arrival arrived() {
        Arrival arrived = arrival.getAndSet(null);
        underWay &= arrived == null;
        return arrived;
    }

    /** Whether something is being read. */
    boolean isUnderWay() {
        return underWay;
    }

    /** For each partition, where to go on. */
    Map<Integer, Long> next() {
        return next;
    }

    /** The next chunk is behind this one. */
    void passed(Chunk chunk) {
        next.putAll(chunk.next());
        jumped = chunk.jumped();
    }

    /** Whether a frame that did not come from here is behind all that was read; it counts as read then. */
    boolean passed(Part part) {
        long offset = part.position().offset();
        boolean behind = offset >= next.getOrDefault(part.position().partition(), 0L);
        if (behind) {
            next.put(part.position().partition(), offset + 1);
        }
        return behind;
    }

    /**
     * Has the next chunk read; none may be under way.
     *
     * @param afresh whether it has to be the log as it is now, and nothing that somebody began to read earlier
     */
    void read(boolean afresh) {
        underWay = true;
        Map<Integer, Long> from = Map.copyOf(next);
        var unused = (afresh ? readAhead.readNow(way, from, jumped) : readAhead.read(way, from, jumped))
                .whenComplete((chunk, fault) -> {
                    arrival.set(new Arrival(chunk, fault));
                    fanOut.post(onArrival);
                });
    }

    /** Lets go of what has arrived. From any thread. */
    void abandon() {
        Arrival unused = arrival.getAndSet(null);
        if (unused != null) {
            unused.release();
        }
    }
}
