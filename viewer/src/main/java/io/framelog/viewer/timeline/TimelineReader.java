package io.framelog.viewer.timeline;

import io.framelog.event.StreamEvent;
import io.framelog.frame.Position;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReader.PartitionBounds;
import io.framelog.viewer.history.LogSampler;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.NoSuchFrameException;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.timeline.Timeline.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Reads timelines: a short span as a whole, others from Kafka's time index and a few records here and there. Bounded in
 * time and bytes: the slower Kafka is, the coarser the timeline. Immutable.
 */
public final class TimelineReader {
    /** A silence longer than this is a gap. */
    static final Duration GAP = Duration.ofSeconds(2);
    /** For streams with few frames: a gap is longer than so many times their usual spacing. */
    private static final int GAP_FRAMES = 3;

    /** After so many bytes no more samples are taken; the search for gaps may read as many again. */
    private static final long MAX_BYTES = 32 << 20;

    private final IntPredicate shared;
    private final TimelineLimits limits;

    /** @param shared whether a partition is known to have more than one stream */
    public TimelineReader(IntPredicate shared, TimelineLimits limits) {
        this.shared = shared;
        this.limits = limits;
    }

    /**
     * Reads a timeline; waits for Kafka.
     *
     * @throws UnusableSpanException if the span does not begin before it ends
     * @throws NoSuchFrameException if a moment is a position without a frame
     */
    public Timeline read(HistoryReader reader, TimelineQuery query, Instant now) {
        LogSampler sampler = reader.sampler();
        Deadline sampling = new Deadline(limits.sampling(), sampler::bytesRead, MAX_BYTES);
        Deadline deadline = new Deadline(limits.search(), sampler::bytesRead, 2 * MAX_BYTES);
        reader.requireKnown(query.stream(), query.from());
        reader.requireKnown(query.stream(), query.to());
        PartitionBounds bounds = reader.partitionBounds(query.stream());
        OptionalLong logBegins = bounds.begins().entrySet().stream()
                .flatMap(begin -> sampler
                        .beginMillis(
                                begin.getKey(),
                                new OffsetRange(begin.getValue(), bounds.ends().getOrDefault(begin.getKey(), 0L)))
                        .stream())
                .mapToLong(Long::longValue)
                .min();
        TimeBuckets buckets = TimeBuckets.of(span(query, sampler, logBegins, now), query.buckets());
        List<PartitionFrames> partitions =
                new PartitionReader(reader, sampler, query.stream(), buckets, now, sampling).read(bounds, shared);
        List<StreamEvent> events = List.of();
        Optional<String> note = Optional.empty();
        try {
            events = sampler.events(
                    query.stream(), buckets.span().from(), buckets.span().to());
        } catch (TopicAuthorizationException e) {
            note = Optional.of("events are missing: the viewer needs the right READ on the topic "
                    + String.join(", ", e.unauthorizedTopics()));
        }
        List<Span> gaps = gaps(buckets, partitions, EventSilences.of(events), logBegins, deadline);
        boolean coarse = sampling.wasTooLate() || deadline.wasTooLate();
        return timeline(buckets, partitions, gaps, events, logBegins, coarse, note);
    }

    private static Span span(TimelineQuery query, LogSampler sampler, OptionalLong logBegins, Instant now) {
        Span span =
                new Span(millis(query.from(), sampler, logBegins, now), millis(query.to(), sampler, logBegins, now));
        if (span.length() <= 0) {
            throw new UnusableSpanException("from=" + Instant.ofEpochMilli(span.from()) + " is not before to="
                    + Instant.ofEpochMilli(span.to()));
        }
        return span;
    }

    private static long millis(Moment moment, LogSampler sampler, OptionalLong logBegins, Instant now) {
        if (moment instanceof At at) {
            return TimeUnit.MICROSECONDS.toMillis(at.micros());
        } else if (moment instanceof Earliest) {
            // Without any record, some span before now.
            return Math.min(logBegins.orElse(Long.MAX_VALUE), now.toEpochMilli() - 1);
        } else if (moment instanceof Exactly exactly) {
            Position position = exactly.position();
            return Optional.of(position)
                    .filter(sampler::exists)
                    .flatMap(known -> sampler.time(known.partition(), known.offset()))
                    .orElseThrow(() -> new NoSuchFrameException("there is no frame at " + position));
        }
        return now.toEpochMilli();
    }

    private static List<Span> gaps(
            TimeBuckets buckets,
            List<PartitionFrames> partitions,
            List<Span> reported,
            OptionalLong logBegins,
            Deadline deadline) {
        long spacing = partitions.stream()
                .mapToLong(PartitionFrames::spacingMillis)
                .max()
                .orElse(0);
        long least = Math.max(GAP.toMillis(), GAP_FRAMES * spacing);
        // Nothing is known of the time before the log begins.
        List<Span> silent = new Span(
                        Math.max(buckets.span().from(), logBegins.orElse(Long.MAX_VALUE)),
                        buckets.span().to())
                .intersection(buckets.span())
                .map(List::of)
                .orElse(List.of());
        List<Span> logged = silent;
        for (PartitionFrames partition : partitions) {
            silent = Span.intersection(silent, partition.silences(least, deadline));
        }
        if (!partitions.stream().allMatch(PartitionFrames::isExact)) {
            // Other streams' frames hide a short silence, but its publisher may have reported it.
            List<Span> both = new ArrayList<>(silent);
            both.addAll(Span.intersection(logged, reported));
            silent = Span.merged(both);
        }
        return silent.stream().filter(span -> span.length() > least).toList();
    }

    private static Timeline timeline(
            TimeBuckets buckets,
            List<PartitionFrames> partitions,
            List<Span> gaps,
            List<StreamEvent> events,
            OptionalLong logBegins,
            boolean coarse,
            Optional<String> note) {
        List<List<Span>> gapsOf = new ArrayList<>();
        List<List<StreamEvent>> eventsOf = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            gapsOf.add(new ArrayList<>());
            eventsOf.add(new ArrayList<>());
        }
        for (Span gap : gaps) {
            for (int i = buckets.indexOf(gap.from()); i < buckets.count() && buckets.bound(i) < gap.to(); i++) {
                buckets.get(i).intersection(gap).ifPresent(gapsOf.get(i)::add);
            }
        }
        events.forEach(event ->
                eventsOf.get(buckets.indexOf(event.time().toEpochMilli())).add(event));
        List<Bucket> parts = new ArrayList<>();
        for (int i = 0; i < buckets.count(); i++) {
            int bucket = i;
            parts.add(new Bucket(
                    buckets.get(i),
                    partitions.stream()
                            .mapToLong(partition -> partition.frames(bucket))
                            .sum(),
                    partitions.stream()
                            .mapToLong(partition -> partition.bytes(bucket))
                            .sum(),
                    gapsOf.get(i),
                    eventsOf.get(i)));
        }
        return new Timeline(
                buckets.span(),
                logBegins,
                parts,
                !partitions.stream().allMatch(PartitionFrames::isExact),
                !partitions.stream().allMatch(PartitionFrames::isMeasured),
                coarse,
                note);
    }
}
