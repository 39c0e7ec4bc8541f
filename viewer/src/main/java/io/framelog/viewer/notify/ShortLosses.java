package io.framelog.viewer.notify;

import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Keeps events of lost streams back for a while, because most streams are back at once. Not thread-safe. */
final class ShortLosses {
    /** A stream that is back after this time was not lost. */
    static final Duration LIMIT = Duration.ofSeconds(10);
    /** How much later the news may come. */
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** How far the clocks of the writers may be apart. */
    private static final Duration CLOCK_SKEW = Duration.ofSeconds(5);
    /** Streams that are lost at a time; for more, the oldest news is told at once. */
    private static final int MAX_HELD = 1_000;

    private record Held(ReadNotice read, long sinceNanos) {}

    private final Map<StreamName, Held> held = new LinkedHashMap<>();

    /**
     * Keeps an event back.
     *
     * @return what has to be told instead: an event that was kept back too long already
     */
    Optional<ReadNotice> hold(ReadNotice lost, long nowNanos) {
        StreamName stream = lost.notice().event().stream();
        @Nullable Held before = held.remove(stream);
        held.put(stream, new Held(lost, nowNanos));
        if (before != null) {
            return Optional.of(before.read());
        }
        return held.size() > MAX_HELD ? Optional.of(removeOldest()) : Optional.empty();
    }

    private ReadNotice removeOldest() {
        StreamName oldest = held.keySet().iterator().next();
        return held.remove(oldest).read();
    }

    /** The event of a stream that is back; empty if none was kept back. */
    Optional<ReadNotice> release(StreamName stream) {
        return Optional.ofNullable(held.remove(stream)).map(Held::read);
    }

    /** Whether a stream was back so soon that it was not lost. */
    static boolean isShort(ReadNotice lost, ReadNotice recovered) {
        return Duration.between(
                                lost.notice().event().time(),
                                recovered.notice().event().time())
                        .abs()
                        .compareTo(LIMIT)
                <= 0;
    }

    /** The events that were kept back long enough, at a moment when all that the log has is read. */
    List<ReadNotice> due(long nowNanos) {
        return remove(each -> nowNanos - each.sinceNanos() >= LIMIT.plus(GRACE).toNanos());
    }

    /** The events that are followed by so late ones that none about them can come. */
    List<ReadNotice> overtakenBy(TopicPartition partition, long written) {
        long before = written - LIMIT.plus(CLOCK_SKEW).toMillis();
        return remove(
                each -> each.read().partition().equals(partition) && each.read().written() <= before);
    }

    /** Forgets what others read from now on. */
    void forget(Collection<TopicPartition> revoked) {
        held.values().removeIf(each -> revoked.contains(each.read().partition()));
    }

    private List<ReadNotice> remove(Predicate<Held> which) {
        List<ReadNotice> removed = new ArrayList<>();
        held.values().removeIf(each -> {
            boolean wanted = which.test(each);
            if (wanted) {
                removed.add(each.read());
            }
            return wanted;
        });
        return removed;
    }
}
