package io.framelog.viewer.timeline;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.LogSampler;
import io.framelog.viewer.history.RecordSample;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.timeline.TimeIndex.Silence;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Estimates a stream's frames in one partition. Kafka's time index tells how many records a bucket has; samples tell
 * how many of them are the stream's, and their length. Silence of the whole partition is found exactly: a bucket with
 * fewer records than usual is halved until the index shows where there are none.
 */
final class PartitionEstimate implements PartitionFrames {
    /** The most bounds of buckets that Kafka is asked for; the others are interpolated. */
    static final int MAX_BOUNDS = 500;
    /** How many samples are enough if the stream seems to have the partition to itself. */
    static final int FEW_SAMPLES = 16;
    /** How many samples are taken even after the deadline. */
    private static final int LEAST_SAMPLES = 8;
    /** The most silences whose exact beginning is looked up. */
    private static final int MAX_SILENCES = 100;
    /** How often a bucket is sampled again before it counts as empty. */
    private static final int FURTHER_SAMPLES = 7;
    /** How many of the buckets with the most records are sampled anyway: they may hold those of other times. */
    private static final int FULLEST = 4;
    /** How many samples find out how often a sample shows the stream where it is. */
    private static final int CONTROLS = 8;

    private final LogSampler sampler;
    private final StreamName stream;
    private final int partition;
    private final long begin;
    private final TimeBuckets buckets;
    private final TimeIndex index;
    private final IndexTrust trust;
    private final BucketSamples samples;
    private final long[] bounds;
    private final boolean interpolated;
    private boolean shared;

    /**
     * @param records the partition's, now
     * @param maxBounds the most bounds that Kafka is asked for
     */
    PartitionEstimate(
            LogSampler sampler,
            StreamName stream,
            int partition,
            OffsetRange records,
            TimeBuckets buckets,
            int maxBounds) {
        this.sampler = sampler;
        this.stream = stream;
        this.partition = partition;
        begin = records.from();
        this.buckets = buckets;
        index = new TimeIndex(sampler, partition, records.to());
        trust = new IndexTrust(sampler, stream, partition, records.to(), index, buckets);
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
        for (int bucket : Places.evenly(buckets.count())) {
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
        IntStream.range(0, buckets.count())
                .filter(bucket -> !samples.isSampled(bucket) && records(bucket) > 0)
                .boxed()
                .sorted(Comparator.comparingLong(this::records).reversed())
                .limit(FULLEST)
                .forEach(this::sample);
        if (IntStream.range(0, buckets.count()).anyMatch(this::isInDoubt)) {
            control(deadline);
        }
        for (int i = 0; i < buckets.count(); i++) {
            for (int k = 1; k <= FURTHER_SAMPLES && isInDoubt(i) && !deadline.isOver(); k++) {
                again(i, k);
            }
        }
    }

    /** Finds out how often a sample shows the stream where it is: buckets that have it are sampled again. */
    private void control(Deadline deadline) {
        int controls = 0;
        for (int bucket : Places.evenly(buckets.count())) {
            if (controls == CONTROLS || deadline.isOver()) {
                return;
            }
            if (samples.hasFrames(bucket) && !samples.isComplete(bucket)) {
                controls++;
                samples.control(again(bucket, 1));
            }
        }
    }

    private RecordSample again(int bucket, int attempt) {
        RecordSample sample = look(bucket, place(bucket, attempt));
        samples.add(bucket, sample);
        return sample;
    }

    /** A place that looks random, so that no two buckets fall into step with streams that are written in turn. */
    private long place(int bucket, int attempt) {
        long length = Math.max(0, records(bucket) - sampler.sampleRecords());
        return bounds[bucket] + (long) (length * Places.random(bucket + attempt * (long) TimelineQuery.MAX_BUCKETS));
    }

    /** Whether the time index is right here, as far as is known. */
    boolean isTrusted() {
        return trust.isRight(bounds[buckets.count()]);
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
        boolean small = records(bucket) <= sampler.sampleRecords();
        RecordSample sample = look(bucket, small ? bounds[bucket] : place(bucket, 0));
        if (sample.from() == bounds[bucket] && sample.end() >= bounds[bucket + 1]) {
            samples.addComplete(bucket, sample);
        } else {
            samples.add(bucket, sample);
        }
        trust.check(sample, buckets.get(bucket));
    }

    private RecordSample look(int bucket, long offset) {
        return sampler.sample(stream, partition, offset, bounds[bucket + 1]);
    }

    @Override
    public boolean isExact() {
        return !interpolated
                && (alone(shared) || IntStream.range(0, buckets.count()).allMatch(this::isKnown));
    }

    @Override
    public boolean isMeasured() {
        return IntStream.range(0, buckets.count()).allMatch(this::isKnown);
    }

    private boolean isKnown(int bucket) {
        return records(bucket) == 0 || samples.isComplete(bucket);
    }

    @Override
    public long frames(int bucket) {
        return samples.frames(bucket, records(bucket));
    }

    @Override
    public long bytes(int bucket) {
        return samples.bytes(bucket, frames(bucket));
    }

    @Override
    public long spacingMillis() {
        return samples.spacingMillis();
    }

    @Override
    public List<Span> silences(long least, Deadline deadline) {
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
        // Frames that were written late may be in another bucket than their time is.
        return Span.divided(Span.merged(silent), samples.times());
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

    private void search(long step, Deadline deadline) {
        if (!interpolated) {
            new SilenceSearch(index, buckets, usualRate(), step).run(deadline);
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
                .sorted()
                .toArray();
        double median = rates.length == 0 ? 0 : rates[rates.length / 2];
        return samples.isAlone() && spacingMillis() > 0 ? Math.max(median, 1.0 / spacingMillis()) : median;
    }
}
