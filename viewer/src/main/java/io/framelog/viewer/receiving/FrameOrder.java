package io.framelog.viewer.receiving;

import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Keeps a stream in several partitions from going back in time. Within a partition Kafka's order counts,
 * whatever the timestamps say. For the receiver's thread only.
 */
final class FrameOrder {
    /** A frame that was shown longer ago blocks nothing: its producer's clock may have been wrong. */
    static final Duration MEMORY = Duration.ofSeconds(2);

    /**
     * A frame of another partition that is so much further ahead than time has passed has a wrong time, or is of another
     * producer. If it were shown, nothing else would be for a while.
     */
    static final Duration LEAP = Duration.ofSeconds(10);

    private record Shown(int partition, long capturedMicros, long nanos) {}

    private final Map<StreamName, Shown> last = new HashMap<>();

    /** Whether a frame may be shown; if so, it becomes the last one shown. */
    boolean admit(StreamName stream, int partition, long capturedMicros, long nowNanos) {
        Shown before = last.get(stream);
        if (before != null && before.partition != partition && nowNanos - before.nanos < MEMORY.toNanos()) {
            long ahead = capturedMicros - before.capturedMicros;
            if (ahead < 0 || ahead - TimeUnit.NANOSECONDS.toMicros(nowNanos - before.nanos) > LEAP.toNanos() / 1000) {
                return false;
            }
        }
        last.put(stream, new Shown(partition, capturedMicros, nowNanos));
        return true;
    }

    /** Forgets all other streams. */
    void keep(Set<StreamName> watched) {
        last.keySet().retainAll(watched);
    }
}
