package io.framelog.viewer.timeline;

import io.framelog.event.StreamEvent;
import io.framelog.frame.Position;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReader.PartitionBounds;
import io.framelog.viewer.history.LogProbe;
import io.framelog.viewer.history.LogProbe.TimeIndexEntry;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.NoSuchFrameException;
import io.framelog.viewer.timeline.Timeline.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;

/**
 * Finds out what the log has of a stream, by its index of times and a few records here and there. Bounded in time: the longer
 * Kafka takes, the coarser it is. Immutable, for any number of threads.
 */
public final class TimelineReader {
    /** A silence of this is a gap. */
    static final Duration GAP = Duration.ofSeconds(2);
    /** For streams of few frames: so many times their usual distance. */
    private static final int GAP_FRAMES = 3;

    /** After this no more samples are taken. */
    private static final Duration SAMPLING_LIMIT = Duration.ofMillis(450);
    /** After this gaps are no more looked for. */
    private static final Duration LIMIT = Duration.ofMillis(700);

    private final IntPredicate shared;

    /** @param shared whether more than one stream is known to be in a partition */
    public TimelineReader(IntPredicate shared) {
        this.shared = shared;
    }

    /**
     * Finds out what there is; waits for Kafka.
     *
     * @throws UnusableSpanException if the span does not begin before it ends
     * @throws NoSuchFrameException if a moment is a position without a frame
     */
    public Timeline read(HistoryReader reader, TimelineQuery query, Instant now) {
        Deadline sampling = new Deadline(SAMPLING_LIMIT);
        Deadline deadline = new Deadline(LIMIT);
        LogProbe probe = reader.probe();
        PartitionBounds stretches = reader.stretches(query.stream());
        OptionalLong logBegins = stretches.begins().keySet().stream()
                .flatMap(partition -> probe.mark(partition, 0).stream())
                .mapToLong(TimeIndexEntry::millis)
                .min();
        Grid grid = Grid.of(span(query, probe, logBegins, now), query.buckets());
        List<PartitionEstimate> lanes = new ArrayList<>();
        stretches
                .ends()
                .forEach((partition, end) -> lanes.add(new PartitionEstimate(
                        probe,
                        query.stream(),
                        partition,
                        stretches.begins().getOrDefault(partition, 0L),
                        end,
                        grid,
                        Math.max(
                                1,
                                PartitionEstimate.MAX_BOUNDS / stretches.ends().size()))));
        lanes.forEach(lane -> lane.sample(shared.test(lane.partition()), lanes.size() > 1, sampling));
        List<StreamEvent> events =
                probe.events(query.stream(), grid.span().from(), grid.span().to());
        List<Span> gaps = gaps(grid, lanes, EventSilences.of(events), logBegins, deadline);
        return timeline(grid, lanes, gaps, events, logBegins);
    }

    private static Span span(TimelineQuery query, LogProbe probe, OptionalLong logBegins, Instant now) {
        Span span = new Span(millis(query.from(), probe, logBegins, now), millis(query.to(), probe, logBegins, now));
        if (span.length() <= 0) {
            throw new UnusableSpanException("from=" + Instant.ofEpochMilli(span.from()) + " is not before to="
                    + Instant.ofEpochMilli(span.to()));
        }
        return span;
    }

    private static long millis(Moment moment, LogProbe probe, OptionalLong logBegins, Instant now) {
        if (moment instanceof At at) {
            return TimeUnit.MICROSECONDS.toMillis(at.micros());
        } else if (moment instanceof Earliest) {
            // Without any frame, some span before now.
            return Math.min(logBegins.orElse(Long.MAX_VALUE), now.toEpochMilli() - 1);
        } else if (moment instanceof Exactly exactly) {
            Position position = exactly.position();
            return Optional.of(position)
                    .filter(probe::exists)
                    .flatMap(known -> probe.time(known.partition(), known.offset()))
                    .orElseThrow(() -> new NoSuchFrameException("there is no frame at " + position));
        }
        return now.toEpochMilli();
    }

    private static List<Span> gaps(
            Grid grid, List<PartitionEstimate> lanes, List<Span> told, OptionalLong logBegins, Deadline deadline) {
        long spacing =
                lanes.stream().mapToLong(PartitionEstimate::spacingMillis).max().orElse(0);
        long least = Math.max(GAP.toMillis(), GAP_FRAMES * spacing);
        // Of what was before the log begins nothing is known.
        List<Span> silent = new Span(
                        Math.max(grid.span().from(), logBegins.orElse(Long.MAX_VALUE)),
                        grid.span().to())
                .intersection(grid.span())
                .map(List::of)
                .orElse(List.of());
        List<Span> kept = silent;
        for (PartitionEstimate lane : lanes) {
            silent = Span.intersection(silent, lane.silences(least, deadline));
        }
        if (!lanes.stream().allMatch(PartitionEstimate::isExact)) {
            // Among other streams' frames a short silence does not show; its publisher may have told of it.
            List<Span> both = new ArrayList<>(silent);
            both.addAll(Span.intersection(kept, told));
            silent = Span.merged(both);
        }
        return silent.stream().filter(span -> span.length() > least).toList();
    }

    private static Timeline timeline(
            Grid grid,
            List<PartitionEstimate> lanes,
            List<Span> gaps,
            List<StreamEvent> events,
            OptionalLong logBegins) {
        List<List<Span>> gapsOf = new ArrayList<>();
        List<List<StreamEvent>> eventsOf = new ArrayList<>();
        for (int i = 0; i < grid.count(); i++) {
            gapsOf.add(new ArrayList<>());
            eventsOf.add(new ArrayList<>());
        }
        for (Span gap : gaps) {
            for (int i = grid.indexOf(gap.from()); i < grid.count() && grid.bound(i) < gap.to(); i++) {
                grid.bucket(i).intersection(gap).ifPresent(gapsOf.get(i)::add);
            }
        }
        events.forEach(
                event -> eventsOf.get(grid.indexOf(event.time().toEpochMilli())).add(event));
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < grid.count(); i++) {
            int bucket = i;
            buckets.add(new Bucket(
                    grid.bucket(i),
                    lanes.stream().mapToLong(lane -> lane.frames(bucket)).sum(),
                    lanes.stream().mapToLong(lane -> lane.bytes(bucket)).sum(),
                    gapsOf.get(i),
                    eventsOf.get(i)));
        }
        return new Timeline(
                grid.span(),
                logBegins,
                buckets,
                !lanes.stream().allMatch(PartitionEstimate::isExact),
                !lanes.stream().allMatch(PartitionEstimate::isMeasured));
    }
}
