package io.framelog.viewer.timeline;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.LogProbe;
import io.framelog.viewer.history.LogProbe.TimeIndexEntry;
import io.framelog.viewer.history.Sample;
import io.framelog.viewer.timeline.TimeIndex.Silence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/**
 * A stream in one partition. How many records lie in a bucket Kafka's index of times tells; whose they are, and how long,
 * samples do. Silence of the partition is found to the frame: where a bucket has fewer records than others, it is halved until
 * the index shows where none are.
 */
final class PartitionEstimate {
    /** Bounds of buckets that Kafka is asked for; those between are interpolated. */
    static final int MAX_BOUNDS = 500;
    /** Samples that are taken where the partition seems to be the stream's alone. */
    static final int FEW_SAMPLES = 16;
    /** Samples that are taken however late it is. */
    private static final int LEAST_SAMPLES = 8;
    /** Questions of when, in the search for silence. */
    private static final int MAX_SEARCH = 250;
    /** Silences whose beginning is looked up. */
    private static final int MAX_SILENCES = 100;
    /** Places of a bucket that are looked at before it is said to have no frame, in eighths of it. */
    private static final int[] FURTHER_PLACES = {1, 6, 3, 7, 2, 5};
    /** A bucket of so few records may be read as a whole. */
    private static final int SMALL = 32;

    private final LogProbe probe;
    private final StreamName stream;
    private final int partition;
    private final long begin;
    private final Grid grid;
    private final TimeIndex marks;
    private final Census census;
    private final long[] bounds;
    private final boolean interpolated;
    private boolean shared;

    /**
     * @param begin the partition's first offset
     * @param end its end
     * @param maxBounds how many bounds may be asked for
     */
    PartitionEstimate(
            LogProbe probe, StreamName stream, int partition, long begin, long end, Grid grid, int maxBounds) {
        this.probe = probe;
        this.stream = stream;
        this.partition = partition;
        this.begin = begin;
        this.grid = grid;
        marks = new TimeIndex(probe, partition, end);
        census = new Census(grid.count());
        bounds = new long[grid.count() + 1];
        int stride = Math.max(1, (grid.count() + maxBounds - 1) / maxBounds);
        interpolated = stride > 1;
        findBounds(stride);
    }

    private void findBounds(int stride) {
        bounds[0] = marks.at(grid.bound(0)).offset();
        for (int from = 0; from < grid.count(); from += stride) {
            int to = Math.min(grid.count(), from + stride);
            bounds[to] = marks.at(grid.bound(to)).offset();
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
     * Samples buckets all over the span, then between those.
     *
     * @param shared whether other streams are known to be in the partition; else a few samples must tell
     * @param several whether the stream may be in other partitions as well, and this one be of no account
     */
    void sample(boolean shared, boolean several, Deadline deadline) {
        this.shared = shared;
        int taken = 0;
        for (int bucket : evenly(grid.count())) {
            boolean clear = alone(shared) || (several && !census.isPresent());
            boolean enough = taken >= FEW_SAMPLES && clear;
            if (enough || (taken >= LEAST_SAMPLES && deadline.isOver())) {
                break;
            }
            if (records(bucket) > 0) {
                taken++;
                sample(bucket);
            }
        }
        for (int i = 0; i < grid.count(); i++) {
            for (int k = 0; k < FURTHER_PLACES.length && isInDoubt(i) && !deadline.isOver(); k++) {
                census.add(i, look(i, bounds[i] + records(i) * FURTHER_PLACES[k] / 8));
            }
        }
    }

    private boolean alone(boolean shared) {
        return !shared && census.isAlone();
    }

    private boolean isInDoubt(int bucket) {
        return census.isPresent() && census.isSampled(bucket) && !census.sawFrames(bucket) && !census.isAbsent(bucket);
    }

    private void sample(int bucket) {
        boolean small = records(bucket) <= SMALL;
        Sample sample = look(bucket, small ? bounds[bucket] : bounds[bucket] + records(bucket) / 2);
        if (small && sample.end() >= bounds[bucket + 1]) {
            census.setWhole(bucket, sample);
        } else {
            census.add(bucket, sample);
        }
    }

    private Sample look(int bucket, long offset) {
        return probe.sample(stream, partition, offset, bounds[bucket + 1]);
    }

    /** Numbers from 0, in such an order that the first so many are spread over all. */
    static List<Integer> evenly(int count) {
        int bits = Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(1, count - 1));
        return IntStream.range(0, 1 << bits)
                .map(i -> Integer.reverse(i) >>> (Integer.SIZE - bits))
                .filter(i -> i < count)
                .boxed()
                .toList();
    }

    /** Whether all that was seen is the stream's: then the counts of records are those of its frames. */
    boolean isExact() {
        return !interpolated
                && (alone(shared) || IntStream.range(0, grid.count()).allMatch(this::isKnown));
    }

    /** Whether every frame's length was seen. */
    boolean isMeasured() {
        return IntStream.range(0, grid.count()).allMatch(this::isKnown);
    }

    private boolean isKnown(int bucket) {
        return records(bucket) == 0 || census.isWhole(bucket);
    }

    long frames(int bucket) {
        return census.frames(bucket, records(bucket));
    }

    long bytes(int bucket) {
        return census.bytes(bucket, frames(bucket));
    }

    /** The usual time from one of the stream's frames to the next, in milliseconds; 0 where it is not known. */
    long spacingMillis() {
        return census.spacingMillis().orElse(0L);
    }

    /**
     * When the stream was silent here, in order.
     *
     * @param least shorter silence need not be found, in milliseconds
     */
    List<Span> silences(long least, Deadline deadline) {
        search(Math.max(1, least / 2), deadline);
        List<Span> silent = new ArrayList<>();
        int lookedUp = 0;
        for (Silence silence :
                marks.silences(Math.max(1, least / 2), grid.span().to())) {
            boolean lookUp = lookedUp++ < MAX_SILENCES && !deadline.isOver();
            silent.add(lookUp ? fromItsBeginning(silence) : silence.span());
        }
        IntStream.range(0, grid.count())
                .filter(census::isAbsent)
                .mapToObj(grid::bucket)
                .forEach(silent::add);
        return Span.merged(silent);
    }

    /** Silence begins with the record before, where that is one of the span. */
    private Span fromItsBeginning(Silence silence) {
        Span span = silence.span();
        if (silence.behind() <= Math.max(begin, bounds[0])) {
            return span;
        }
        return probe.time(partition, silence.behind() - 1)
                .map(last -> new Span(Math.min(span.from(), Math.max(grid.span().from(), last)), span.to()))
                .orElse(span);
    }

    /** A span that has fewer records than it should. */
    private record Suspect(Span span, TimeIndexEntry first, TimeIndexEntry behind, double missingMillis) {}

    private void search(long step, Deadline deadline) {
        double rate = usualRate();
        PriorityQueue<Suspect> suspects = new PriorityQueue<>(
                Comparator.comparingDouble(Suspect::missingMillis).reversed());
        if (interpolated || rate * step < 1) {
            return; // silence of that length shows by nothing
        }
        for (int i = 0; i < grid.count(); i++) {
            add(suspects, grid.bucket(i), step, rate);
        }
        int limit = marks.asked() + MAX_SEARCH;
        while (!suspects.isEmpty() && marks.asked() < limit && !deadline.isOver()) {
            Span span = suspects.remove().span();
            long middle = span.from() + span.length() / 2;
            add(suspects, new Span(span.from(), middle), step, rate);
            add(suspects, new Span(middle, span.to()), step, rate);
        }
    }

    private void add(PriorityQueue<Suspect> suspects, Span span, long step, double rate) {
        TimeIndexEntry first = marks.at(span.from());
        TimeIndexEntry behind = marks.at(span.to());
        double missing = span.length() - (behind.offset() - first.offset()) / rate;
        boolean settled = first.millis() >= span.to(); // silence as a whole
        if (span.length() > step && missing >= step && !settled) {
            suspects.add(new Suspect(span, first, behind, missing));
        }
    }

    /** Records in a millisecond, as in most buckets that have some; of a stream alone, as where it is not interrupted. */
    private double usualRate() {
        double[] rates = IntStream.range(0, grid.count())
                .filter(bucket -> records(bucket) > 0)
                .mapToDouble(
                        bucket -> (double) records(bucket) / grid.bucket(bucket).length())
                .toArray();
        Arrays.sort(rates);
        double median = rates.length == 0 ? 0 : rates[rates.length / 2];
        return census.isAlone() && spacingMillis() > 0 ? Math.max(median, 1.0 / spacingMillis()) : median;
    }
}
