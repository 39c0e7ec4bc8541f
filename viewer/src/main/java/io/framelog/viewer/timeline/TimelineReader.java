package io.framelog.viewer.timeline;

import io.framelog.event.StreamEvent;
import io.framelog.frame.Position;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.HistoryReader.PartitionBounds;
import io.framelog.viewer.history.LogSampler;
import io.framelog.viewer.history.LogSampler.TimeIndexEntry;
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
import org.apache.kafka.common.errors.TopicAuthorizationException;

/**
 * Reads timelines, from Kafka's time index and a few records here and there. Bounded in time: the slower Kafka is, the
 * coarser the timeline. Immutable.
 */
public final class TimelineReader {
    /** A silence longer than this is a gap. */
    static final Duration GAP = Duration.ofSeconds(2);
    /** For streams with few frames: a gap is longer than so many times their usual spacing. */
    private static final int GAP_FRAMES = 3;

    /** After this time no more samples are taken. */
    private static final Duration SAMPLING_LIMIT = Duration.ofMillis(450);
    /** After this time no more gaps are looked for. */
    private static final Duration LIMIT = Duration.ofMillis(700);

    private final IntPredicate shared;

    /** @param shared whether a partition is known to have more than one stream */
    public TimelineReader(IntPredicate shared) {
        this.shared = shared;
    }

    /**
     * Reads a timeline; waits for Kafka.
     *
     * @throws UnusableSpanException if the span does not begin before it ends
     * @throws NoSuchFrameException if a moment is a position without a frame
     */
    public Timeline read(HistoryReader reader, TimelineQuery query, Instant now) {
        Deadline sampling = new Deadline(SAMPLING_LIMIT);
        Deadline deadline = new Deadline(LIMIT);
        LogSampler sampler = reader.sampler();
        reader.requireKnown(query.stream(), query.from());
        reader.requireKnown(query.stream(), query.to());
        PartitionBounds bounds = reader.partitionBounds(query.stream());
        OptionalLong logBegins = bounds.begins().keySet().stream()
                .flatMap(partition -> sampler.firstRecordAt(partition, 0).stream())
                .mapToLong(TimeIndexEntry::millis)
                .min();
        TimeBuckets buckets = TimeBuckets.of(span(query, sampler, logBegins, now), query.buckets());
        int maxBounds = Math.max(
                1, PartitionEstimate.MAX_BOUNDS / Math.max(1, bounds.ends().size()));
        List<PartitionEstimate> partitions = new ArrayList<>();
        bounds.ends()
                .forEach((partition, end) -> partitions.add(new PartitionEstimate(
                        sampler,
                        query.stream(),
                        partition,
                        bounds.begins().getOrDefault(partition, 0L),
                        end,
                        buckets,
                        maxBounds)));
        partitions.forEach(
                partition -> partition.sample(shared.test(partition.partition()), partitions.size() > 1, sampling));
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
        return timeline(buckets, partitions, gaps, events, logBegins, note);
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
            List<PartitionEstimate> partitions,
            List<Span> reported,
            OptionalLong logBegins,
            Deadline deadline) {
        long spacing = partitions.stream()
                .mapToLong(PartitionEstimate::spacingMillis)
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
        for (PartitionEstimate partition : partitions) {
            silent = Span.intersection(silent, partition.silences(least, deadline));
        }
        if (!partitions.stream().allMatch(PartitionEstimate::isExact)) {
            // Other streams' frames hide a short silence, but its publisher may have reported it.
            List<Span> both = new ArrayList<>(silent);
            both.addAll(Span.intersection(logged, reported));
            silent = Span.merged(both);
        }
        return silent.stream().filter(span -> span.length() > least).toList();
    }

    private static Timeline timeline(
            TimeBuckets buckets,
            List<PartitionEstimate> partitions,
            List<Span> gaps,
            List<StreamEvent> events,
            OptionalLong logBegins,
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
                !partitions.stream().allMatch(PartitionEstimate::isExact),
                !partitions.stream().allMatch(PartitionEstimate::isMeasured),
                note);
    }
}
