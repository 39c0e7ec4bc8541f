package io.framelog.viewer.timeline;

import io.framelog.viewer.history.RecordSample;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Estimates how many of the records in each bucket of a partition are the stream's, from samples. The neighbours'
 * samples count, too: a few records of one bucket tell little if many streams share the partition.
 */
final class BucketSamples {
    /** The weight of the neighbours' samples, in records. */
    private static final double NEIGHBOUR_WEIGHT = 8;
    /** A bucket is empty if so many of the stream's frames were expected in its samples, and none was there. */
    private static final double EXPECTED_AT_LEAST = 3;
    /** How many neighbours with frames count on each side. */
    private static final int NEIGHBOURS = 2;

    private final RecordSample[] samples;
    private final boolean[] complete;
    private RecordSample all = RecordSample.NONE;
    /** The samples of the buckets that have some of the stream's frames. */
    private RecordSample present = RecordSample.NONE;

    BucketSamples(int buckets) {
        samples = new RecordSample[buckets];
        Arrays.fill(samples, RecordSample.NONE);
        complete = new boolean[buckets];
    }

    void add(int bucket, RecordSample sample) {
        samples[bucket] = samples[bucket].plus(sample);
        all = all.plus(sample);
        if (sample.frames() > 0) {
            present = present.plus(sample);
        }
    }

    /** Adds all records of a bucket, which has no samples yet. */
    void addComplete(int bucket, RecordSample sample) {
        add(bucket, sample);
        complete[bucket] = true;
    }

    /** Whether all records of a bucket were seen. */
    boolean isComplete(int bucket) {
        return complete[bucket];
    }

    /** Whether records were seen, all of them the stream's. */
    boolean isAlone() {
        return all.records() > 0 && all.records() == all.frames();
    }

    /** Whether some of the stream's frames were seen. */
    boolean isPresent() {
        return present.frames() > 0;
    }

    boolean isSampled(int bucket) {
        return samples[bucket].records() > 0;
    }

    boolean hasFrames(int bucket) {
        return samples[bucket].frames() > 0;
    }

    /** Whether a bucket probably has none of the stream's frames, by its own samples or its neighbours'. */
    boolean isEmpty(int bucket) {
        if (isSampled(bucket)) {
            return seemsEmpty(bucket);
        }
        int before = bucket - 1;
        while (before >= 0 && !isSampled(before)) {
            before--;
        }
        int after = bucket + 1;
        while (after < samples.length && !isSampled(after)) {
            after++;
        }
        return before >= 0 && after < samples.length && seemsEmpty(before) && seemsEmpty(after);
    }

    private boolean seemsEmpty(int bucket) {
        RecordSample own = samples[bucket];
        return own.records() > 0
                && own.frames() == 0
                && (complete[bucket] || own.records() * share(present) >= EXPECTED_AT_LEAST);
    }

    /** How many of a bucket's records are the stream's. */
    long frames(int bucket, long records) {
        if (complete[bucket]) {
            return samples[bucket].frames();
        }
        return isEmpty(bucket) ? 0 : Math.round(records * shareIn(bucket));
    }

    /** How many bytes so many frames of a bucket have. */
    long bytes(int bucket, long frames) {
        if (complete[bucket]) {
            return samples[bucket].bytes();
        }
        RecordSample near = samples[bucket].plus(neighbours(bucket));
        RecordSample basis = near.frames() > 0 ? near : all;
        return basis.frames() == 0 ? 0 : Math.round((double) basis.bytes() / basis.frames() * frames);
    }

    /** The median time between two frames; empty if no sample has two. */
    Optional<Long> spacingMillis() {
        long[] seen = Arrays.stream(samples)
                .mapToLong(RecordSample::spacingMillis)
                .filter(spacing -> spacing > 0)
                .sorted()
                .toArray();
        return seen.length == 0 ? Optional.empty() : Optional.of(seen[seen.length / 2]);
    }

    private double shareIn(int bucket) {
        RecordSample own = samples[bucket];
        RecordSample near = neighbours(bucket);
        if (near.records() == 0) {
            return share(own.records() > 0 ? own : all);
        }
        return (own.frames() + NEIGHBOUR_WEIGHT * share(near)) / (own.records() + NEIGHBOUR_WEIGHT);
    }

    /** The nearest samples with frames before and after a bucket. */
    private RecordSample neighbours(int bucket) {
        return IntStream.concat(
                        IntStream.iterate(bucket - 1, i -> i >= 0, i -> i - 1)
                                .filter(this::hasFrames)
                                .limit(NEIGHBOURS),
                        IntStream.range(bucket + 1, samples.length)
                                .filter(this::hasFrames)
                                .limit(NEIGHBOURS))
                .mapToObj(i -> samples[i])
                .reduce(RecordSample.NONE, RecordSample::plus);
    }

    private static double share(RecordSample sample) {
        return sample.records() == 0 ? 0 : (double) sample.frames() / sample.records();
    }
}
