package io.framelog.publisher.progress;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a stream's status says of dropped frames. It says it from the first dropped frame on, until frames reach Kafka
 * and none is dropped any more. For one thread at a time.
 */
public final class RecentDrops {
    private final PublishStats stats;
    private final Map<DropReason, Long> before = new EnumMap<>(DropReason.class);
    private long acknowledged;
    private long dropped;

    /** @param stats the run's counters */
    public RecentDrops(PublishStats stats) {
        this.stats = stats;
    }

    /**
     * How many frames were dropped lately, and why, in readable form. Each call looks at the time since the last one.
     *
     * @return empty if frames reach Kafka
     */
    public String text() {
        long acknowledgedNow = stats.acknowledged();
        long droppedNow = stats.dropped();
        if (droppedNow == dropped && acknowledgedNow > acknowledged) {
            for (DropReason reason : DropReason.values()) {
                before.put(reason, stats.dropped(reason));
            }
        }
        acknowledged = acknowledgedNow;
        dropped = droppedNow;
        return Arrays.stream(DropReason.values())
                .filter(reason -> since(reason) > 0)
                .map(reason -> frames(since(reason)) + " dropped: " + reason.with(stats.detail(reason)))
                .collect(Collectors.joining("; "));
    }

    private long since(DropReason reason) {
        return stats.dropped(reason) - before.getOrDefault(reason, 0L);
    }

    private static String frames(long count) {
        return count == 1 ? "1 frame" : count + " frames";
    }
}
