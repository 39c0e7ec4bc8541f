package io.framelog.viewer.timeline;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.LogSampler;
import io.framelog.viewer.history.LogSampler.TimeIndexEntry;
import io.framelog.viewer.history.RecordSample;
import io.framelog.viewer.timeline.TimeIndex.Silence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * Estimates a stream's frames in one partition. Kafka's time index tells how many records a bucket has; samples tell
 * how many of them are the stream's, and their length. Silence of the whole partition is found exactly: a bucket with
 * fewer records than usual is halved until the index shows where there are none.
 */
final class PartitionEstimate {
    /** The most bounds of buckets that Kafka is asked for; the others are interpolated. */
    static final int MAX_BOUNDS = 500;
    /** How many samples are enough if the stream seems to have the partition to itself. */
    static final int FEW_SAMPLES = 16;
    /** How many samples are taken even after the deadline. */
    private static final int LEAST_SAMPLES = 8;
    /** The most questions to the time index in the search for silence. */
    private static final int MAX_SEARCH = 250;
    /** The most silences whose exact beginning is looked up. */
    private static final int MAX_SILENCES = 100;
    /** Where a bucket is sampled again before it counts as empty, in eighths of its records. */
    private static final int[] FURTHER_PLACES = {1, 6, 3, 7, 2, 5};
    /** A bucket with at most so many records may be read as a whole. */
    private static final int SMALL = 32;

    private final LogSampler sampler;
    private final StreamName stream;
    private final int partition;
    private final long begin;
    private final TimeBuckets buckets;
    private final TimeIndex index;
    private final BucketSamples samples;
    private final long[] bounds;
    private final boolean interpolated;
    private boolean shared;

    /**
     * @param begin the partition's first offset
     * @param end the offset that its next record will have
     * @param maxBounds the most bounds that Kafka is asked for
     */
    PartitionEstimate(
            LogSampler sampler,
            StreamName stream,
            int partition,
            long begin,
            long end,
            TimeBuckets buckets,
            int maxBounds) {
        this.sampler = sampler;
        this.stream = stream;
        this.partition = partition;
        this.begin = begin;
        this.buckets = buckets;
        index = new TimeIndex(sampler, partition, end);
        samples = new BucketSamples(buckets.count());
        bounds = new long[buckets.count() + 1];
        int stride = Math.max(1, (buckets.count() + maxBounds - 1) / maxBounds);
        interpolated = stride > 1;
        findBounds(stride);
    }

    private void findBounds(int stride) {
        bounds[0] = index.at(buckets.bound(0)).offset();
        for (int from = 0; from < buckets.count(); from += stride) {
            int to = Math.min(buckets.count(), from + stride);
            bounds[to] = index.at(buckets.bound(to)).offset();
            for (int i = from + 1; i < to; i++) {
                bounds[i] = bounds[from] + (bounds[to] - bounds[from]) * (i - from) / (to - from);
            }
        }
    }

    int partition() {
        return partition;
    }

    private long records(int bucket) {
        return bounds[bucket + 1] - bounds[bucket];
    }

    /**
     * Samples buckets all over the span, then again those in doubt.
     *
     * @param shared whether the partition is known to have other streams; otherwise a few samples must tell
     * @param several whether the stream may be in several partitions, so that this one may have none of its frames
     */
    void sample(boolean shared, boolean several, Deadline deadline) {
        this.shared = shared;
        int taken = 0;
        for (int bucket : evenly(buckets.count())) {
            boolean clear = alone(shared) || (several && !samples.isPresent());
            boolean enough = taken >= FEW_SAMPLES && clear;
            if (enough || (taken >= LEAST_SAMPLES && deadline.isOver())) {
                break;
            }
            if (records(bucket) > 0) {
                taken++;
                sample(bucket);
            }
        }
        for (int i = 0; i < buckets.count(); i++) {
            for (int k = 0; k < FURTHER_PLACES.length && isInDoubt(i) && !deadline.isOver(); k++) {
                samples.add(i, look(i, bounds[i] + records(i) * FURTHER_PLACES[k] / 8));
            }
        }
    }

    private boolean alone(boolean shared) {
        return !shared && samples.isAlone();
    }

    private boolean isInDoubt(int bucket) {
        return samples.isPresent()
                && samples.isSampled(bucket)
                && !samples.hasFrames(bucket)
                && !samples.isEmpty(bucket);
    }

    private void sample(int bucket) {
        boolean small = records(bucket) <= SMALL;
        RecordSample sample = look(bucket, small ? bounds[bucket] : bounds[bucket] + records(bucket) / 2);
        if (small && sample.end() >= bounds[bucket + 1]) {
            samples.addComplete(bucket, sample);
        } else {
            samples.add(bucket, sample);
        }
    }

    private RecordSample look(int bucket, long offset) {
        return sampler.sample(stream, partition, offset, bounds[bucket + 1]);
    }

    /** The numbers from 0, in an order whose every prefix is spread over all of them. */
    static List<Integer> evenly(int count) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
        return IntStream.range(0, 1 << bits)
                .map(i -> Integer.reverse(i) >>> (Integer.SIZE - bits))
                .filter(i -> i < count)
                .boxed()
                .toList();
    }

    /** Whether the numbers of frames are exact. */
    boolean isExact() {
        return !interpolated
                && (alone(shared) || IntStream.range(0, buckets.count()).allMatch(this::isKnown));
    }

    /** Whether the numbers of bytes are exact: every frame was read. */
    boolean isMeasured() {
        return IntStream.range(0, buckets.count()).allMatch(this::isKnown);
    }

    private boolean isKnown(int bucket) {
        return records(bucket) == 0 || samples.isComplete(bucket);
    }

    long frames(int bucket) {
        return samples.frames(bucket, records(bucket));
    }

    long bytes(int bucket) {
        return samples.bytes(bucket, frames(bucket));
    }

    /** The usual time between two of the stream's frames, in milliseconds; 0 if not known. */
    long spacingMillis() {
        return samples.spacingMillis().orElse(0L);
    }

    /**
     * When the stream was silent in this partition, in order.
     *
     * @param least shorter silences may be missing, in milliseconds
     */
    List<Span> silences(long least, Deadline deadline) {
        search(Math.max(1, least / 2), deadline);
        List<Span> silent = new ArrayList<>();
        int lookedUp = 0;
        for (Silence silence :
                index.silences(Math.max(1, least / 2), buckets.span().to())) {
            boolean lookUp = lookedUp++ < MAX_SILENCES && !deadline.isOver();
            silent.add(lookUp ? fromItsBeginning(silence) : silence.span());
        }
        IntStream.range(0, buckets.count())
                .filter(samples::isEmpty)
                .mapToObj(buckets::get)
                .forEach(silent::add);
        return Span.merged(silent);
    }

    /** Moves a silence's beginning to the record before it, if that is in the span. */
    private Span fromItsBeginning(Silence silence) {
        Span span = silence.span();
        if (silence.nextOffset() <= Math.max(begin, bounds[0])) {
            return span;
        }
        return sampler.time(partition, silence.nextOffset() - 1)
                .map(last ->
                        new Span(Math.min(span.from(), Math.max(buckets.span().from(), last)), span.to()))
                .orElse(span);
    }

    /** A span with fewer records than usual. */
    private record Suspect(Span span, TimeIndexEntry first, TimeIndexEntry next, double missingMillis) {}

    private void search(long step, Deadline deadline) {
        double rate = usualRate();
        PriorityQueue<Suspect> suspects = new PriorityQueue<>(
                Comparator.comparingDouble(Suspect::missingMillis).reversed());
        if (interpolated || rate * step < 1) {
            return; // a silence of that length cannot be seen
        }
        for (int i = 0; i < buckets.count(); i++) {
            add(suspects, buckets.get(i), step, rate);
        }
        int limit = index.asked() + MAX_SEARCH;
        while (!suspects.isEmpty() && index.asked() < limit && !deadline.isOver()) {
            Span span = suspects.remove().span();
            long middle = span.from() + span.length() / 2;
            add(suspects, new Span(span.from(), middle), step, rate);
            add(suspects, new Span(middle, span.to()), step, rate);
        }
    }

    private void add(PriorityQueue<Suspect> suspects, Span span, long step, double rate) {
        TimeIndexEntry first = index.at(span.from());
        TimeIndexEntry next = index.at(span.to());
        double missing = span.length() - (next.offset() - first.offset()) / rate;
        boolean silent = first.millis() >= span.to(); // the whole span: nothing to search
        if (span.length() > step && missing >= step && !silent) {
            suspects.add(new Suspect(span, first, next, missing));
        }
    }

    /**
     * The usual number of records in a millisecond: the median of the buckets that have some, or an uninterrupted
     * stream's.
     */
    private double usualRate() {
        double[] rates = IntStream.range(0, buckets.count())
                .filter(bucket -> records(bucket) > 0)
                .mapToDouble(
                        bucket -> (double) records(bucket) / buckets.get(bucket).length())
                .toArray();
        Arrays.sort(rates);
        double median = rates.length == 0 ? 0 : rates[rates.length / 2];
        return samples.isAlone() && spacingMillis() > 0 ? Math.max(median, 1.0 / spacingMillis()) : median;
    }
}
