package io.framelog.viewer.timeline;

import io.framelog.viewer.history.Sample;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Whose records lie in the buckets of a partition, by samples. A bucket's own samples count as much as those around it: a few
 * records of a bucket alone would tell little where many streams take turns.
 */
final class Census {
    /** What the buckets around one count for, in records. */
    private static final double WEIGHT_AROUND = 8;
    /** A bucket is without frames when so many of the stream were to be expected among what was seen, and none was. */
    private static final double EXPECTED_AT_LEAST = 3;
    /** Sampled buckets to each side that are looked at. */
    private static final int AROUND = 2;

    private final Sample[] samples;
    private final boolean[] whole;
    private Sample all = Sample.NONE;
    /** What the buckets with some of the stream's frames have together. */
    private Sample present = Sample.NONE;

    Census(int buckets) {
        samples = new Sample[buckets];
        Arrays.fill(samples, Sample.NONE);
        whole = new boolean[buckets];
    }

    void add(int bucket, Sample sample) {
        samples[bucket] = samples[bucket].plus(sample);
        all = all.plus(sample);
        if (sample.frames() > 0) {
            present = present.plus(sample);
        }
    }

    /** Takes all of a bucket, of which nothing was taken before. */
    void setWhole(int bucket, Sample sample) {
        add(bucket, sample);
        whole[bucket] = true;
    }

    boolean isWhole(int bucket) {
        return whole[bucket];
    }

    /** Whether records were seen, and all are the stream's. */
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

    boolean sawFrames(int bucket) {
        return samples[bucket].frames() > 0;
    }

    /** Whether a bucket has none of the stream's frames, as far as can be told: by its own samples, or by those around it. */
    boolean isAbsent(int bucket) {
        if (isSampled(bucket)) {
            return seemsEmpty(bucket);
        }
        int before = bucket - 1;
        while (before >= 0 && !isSampled(before)) {
            before--;
        }
        int behind = bucket + 1;
        while (behind < samples.length && !isSampled(behind)) {
            behind++;
        }
        return before >= 0 && behind < samples.length && seemsEmpty(before) && seemsEmpty(behind);
    }

    private boolean seemsEmpty(int bucket) {
        Sample own = samples[bucket];
        return own.records() > 0
                && own.frames() == 0
                && (whole[bucket] || own.records() * share(present) >= EXPECTED_AT_LEAST);
    }

    /** The stream's frames among a bucket's records. */
    long frames(int bucket, long records) {
        if (whole[bucket]) {
            return samples[bucket].frames();
        }
        return isAbsent(bucket) ? 0 : Math.round(records * shareIn(bucket));
    }

    /** The bytes of so many frames of a bucket. */
    long bytes(int bucket, long frames) {
        if (whole[bucket]) {
            return samples[bucket].bytes();
        }
        Sample seen = samples[bucket].plus(around(bucket));
        Sample by = seen.frames() > 0 ? seen : all;
        return by.frames() == 0 ? 0 : Math.round((double) by.bytes() / by.frames() * frames);
    }

    /** The usual time from frame to frame; empty where no two were seen side by side. */
    Optional<Long> spacingMillis() {
        long[] seen = Arrays.stream(samples)
                .mapToLong(Sample::spacingMillis)
                .filter(spacing -> spacing > 0)
                .sorted()
                .toArray();
        return seen.length == 0 ? Optional.empty() : Optional.of(seen[seen.length / 2]);
    }

    private double shareIn(int bucket) {
        Sample own = samples[bucket];
        Sample around = around(bucket);
        if (around.records() == 0) {
            return share(own.records() > 0 ? own : all);
        }
        return (own.frames() + WEIGHT_AROUND * share(around)) / (own.records() + WEIGHT_AROUND);
    }

    /** The nearest samples before and behind a bucket, but for those that say that the stream was away. */
    private Sample around(int bucket) {
        return IntStream.concat(
                        IntStream.iterate(bucket - 1, i -> i >= 0, i -> i - 1)
                                .filter(this::sawFrames)
                                .limit(AROUND),
                        IntStream.range(bucket + 1, samples.length)
                                .filter(this::sawFrames)
                                .limit(AROUND))
                .mapToObj(i -> samples[i])
                .reduce(Sample.NONE, Sample::plus);
    }

    private static double share(Sample sample) {
        return sample.records() == 0 ? 0 : (double) sample.frames() / sample.records();
    }
}
