package io.framelog.publisher.progress;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells why frames of a live source are dropped: with a warning when it begins, another one every {@link #INTERVAL}
 * while it goes on, and as a text for the stream's status. For one thread.
 */
public final class DropNotice {
    /** How often a warning about the same reason is repeated. */
    static final Duration INTERVAL = Duration.ofMinutes(1);

    private final Logger log = LoggerFactory.getLogger(DropNotice.class);
    private final PublishStats stats;
    private final LongSupplier nanoClock;
    private final Map<DropReason, Told> told = new EnumMap<>(DropReason.class);
    private long acknowledged;
    private final Map<DropReason, Long> seen = new EnumMap<>(DropReason.class);

    /** The last warning: when, and how many frames were dropped by then. */
    private record Told(long nanos, long dropped) {}

    /** @param nanoClock like {@link System#nanoTime()} */
    public DropNotice(PublishStats stats, LongSupplier nanoClock) {
        this.stats = stats;
        this.nanoClock = nanoClock;
    }

    /**
     * Looks at the frames since the last call, and warns if necessary.
     *
     * @return why frames are being dropped, for people; empty if none were
     */
    public String look() {
        long arrived = stats.acknowledged() - acknowledged;
        acknowledged += arrived;
        DropReason worst = null;
        long most = 0;
        for (DropReason reason : DropReason.values()) {
            long dropped = stats.dropped(reason);
            long more = dropped - seen.getOrDefault(reason, 0L);
            seen.put(reason, dropped);
            if (more > 0) {
                warn(reason, dropped);
            }
            if (more > most) {
                most = more;
                worst = reason;
            }
        }
        return worst == null ? "" : most + " of " + (most + arrived) + " frames dropped: " + text(worst);
    }

    private void warn(DropReason reason, long dropped) {
        long now = nanoClock.getAsLong();
        Told before = told.get(reason);
        if (before == null || now - before.nanos() >= INTERVAL.toNanos()) {
            long count = dropped - (before == null ? 0 : before.dropped());
            log.warn("{} dropped: {}", count == 1 ? "a frame was" : count + " frames were", text(reason));
            told.put(reason, new Told(now, dropped));
        }
    }

    private String text(DropReason reason) {
        String detail = stats.detail(reason);
        return reason.text() + (detail.isEmpty() ? "" : " (" + detail + ")");
    }
}
