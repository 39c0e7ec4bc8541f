package io.framelog.viewer.timeline;

import io.framelog.viewer.history.RecordSample;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Estimates how many of the records in each bucket of a partition are the stream's, from samples. The neighbours'
 * samples count, too: a few records of one bucket tell little if many streams share the partition.
 */
final class BucketSamples {
    /** The weight of the neighbours' samples, in frames: so many of the bucket's own frames count as much. */
    private static final double NEIGHBOUR_WEIGHT = 10;
    /** How many neighbours on each side count. */
    private static final int NEIGHBOURS = 8;
    /** A bucket is empty if it is less probable than this that samples without frames missed the stream. */
    private static final double MISSED = 0.002;

    /** What is known of a bucket. */
    private static final class Seen {
        private int samples;
        private long records;
        private long frames;
        private long bytes;
        private boolean complete;

        /** Adds a sample. */
        void add(RecordSample sample) {
            samples++;
            records += sample.records();
            frames += sample.frames().size();
            bytes += sample.bytes();
        }

        void add(Seen other) {
            records += other.records;
            frames += other.frames;
            bytes += other.bytes;
        }

        double share() {
            return records == 0 ? 0 : (double) frames / records;
        }
    }

    private final List<Seen> buckets;
    private final Seen all = new Seen();
    private final List<Long> spacings = new ArrayList<>();
    private final List<Long> times = new ArrayList<>();
    private int controls;
    private int hits;

    BucketSamples(int buckets) {
        this.buckets = IntStream.range(0, buckets).mapToObj(i -> new Seen()).toList();
    }

    void add(int bucket, RecordSample sample) {
        buckets.get(bucket).add(sample);
        all.add(sample);
        sample.frames().forEach(frame -> times.add(frame.millis()));
        if (sample.spacingMillis() > 0) {
            spacings.add(sample.spacingMillis());
        }
    }

    /** Adds all records of a bucket, which has no samples yet. */
    void addComplete(int bucket, RecordSample sample) {
        add(bucket, sample);
        buckets.get(bucket).complete = true;
    }

    /** When the stream's frames were captured that were seen, in milliseconds since the epoch; in order. */
    List<Long> times() {
        return times.stream().sorted().toList();
    }

    /** Counts a sample of a place where the stream is: such samples tell how often one misses it. */
    void control(RecordSample sample) {
        controls++;
        hits += sample.frames().isEmpty() ? 0 : 1;
    }

    /** Whether all records of a bucket were seen. */
    boolean isComplete(int bucket) {
        return buckets.get(bucket).complete;
    }

    /** Whether records were seen, all of them the stream's. */
    boolean isAlone() {
        return all.records > 0 && all.records == all.frames;
    }

    /** Whether some of the stream's frames were seen. */
    boolean isPresent() {
        return all.frames > 0;
    }

    boolean isSampled(int bucket) {
        return buckets.get(bucket).records > 0;
    }

    boolean hasFrames(int bucket) {
        return buckets.get(bucket).frames > 0;
    }

    /**
     * Whether a bucket almost certainly has none of the stream's frames: by its own samples, or because the nearest two
     * on each side that have samples are empty.
     */
    boolean isEmpty(int bucket) {
        return isSampled(bucket)
                ? seemsEmpty(bucket)
                : areEmpty(IntStream.iterate(bucket - 1, i -> i >= 0, i -> i - 1))
                        && areEmpty(IntStream.range(bucket + 1, buckets.size()));
    }

    private boolean areEmpty(IntStream outwards) {
        List<Boolean> nearest = outwards.filter(this::isSampled)
                .limit(2)
                .mapToObj(bucket -> seemsEmpty(bucket) && !isComplete(bucket)) // a few records tell nothing of others
                .toList();
        return nearest.size() == 2 && !nearest.contains(false);
    }

    private boolean seemsEmpty(int bucket) {
        Seen own = buckets.get(bucket);
        double missing = (controls - hits + 1) / (controls + 2.0);
        return own.records > 0
                && own.frames == 0
                && (own.complete || (controls > 0 && Math.pow(missing, own.samples) < MISSED));
    }

    /** How many of a bucket's records are the stream's. */
    long frames(int bucket, long records) {
        Seen own = buckets.get(bucket);
        if (own.complete) {
            return own.frames;
        }
        return isEmpty(bucket) ? 0 : Math.round(records * shareIn(bucket));
    }

    /** How many bytes so many frames of a bucket have. */
    long bytes(int bucket, long frames) {
        Seen own = buckets.get(bucket);
        if (own.complete) {
            return own.bytes;
        }
        Seen near = near(bucket);
        near.add(own);
        Seen basis = near.frames > 0 ? near : all;
        return basis.frames == 0 ? 0 : Math.round((double) basis.bytes / basis.frames * frames);
    }

    /** The median time between two frames, in milliseconds; 0 if no sample has two. */
    long spacingMillis() {
        List<Long> sorted = spacings.stream().sorted().toList();
        return sorted.isEmpty() ? 0 : sorted.get(sorted.size() / 2);
    }

    private double shareIn(int bucket) {
        Seen own = buckets.get(bucket);
        double near = near(bucket).share();
        if (near == 0) {
            return own.records > 0 ? own.share() : all.share();
        }
        double weight = NEIGHBOUR_WEIGHT / near;
        return (own.frames + NEIGHBOUR_WEIGHT) / (own.records + weight);
    }

    /** The nearest samples before and after a bucket, without those of empty buckets. */
    private Seen near(int bucket) {
        Seen near = new Seen();
        IntStream.concat(
                        IntStream.iterate(bucket - 1, i -> i >= 0, i -> i - 1)
                                .filter(this::counts)
                                .limit(NEIGHBOURS),
                        IntStream.range(bucket + 1, buckets.size())
                                .filter(this::counts)
                                .limit(NEIGHBOURS))
                .forEach(i -> near.add(buckets.get(i)));
        return near;
    }

    private boolean counts(int bucket) {
        return isSampled(bucket) && !seemsEmpty(bucket);
    }
}
