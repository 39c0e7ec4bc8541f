package io.framelog.viewer.timeline;

import io.framelog.viewer.history.RecordSample;
import io.framelog.viewer.history.RecordSample.SeenFrame;
import io.framelog.viewer.kafka.OffsetRange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Estimates a stream's frames in one partition without Kafka's time index, which misleads if timestamps do not only
 * grow. Samples all over the log have the stream's own times; the frames in between are spread over the time in
 * between. Only what was read is told as a silence.
 */
final class ScatteredFrames implements PartitionFrames {
    /** How many samples are taken at first. */
    static final int SAMPLES = 64;
    /** How many samples are taken even after the deadline. */
    private static final int LEAST_SAMPLES = 8;
    /** How many further samples look where the clock was set back. */
    private static final int STEP_SAMPLES = 8;
    /** The most further samples in the search for silence. */
    private static final int MAX_SEARCH = 100;
    /** How many samples on each side of a place tell how many of its records are the stream's. */
    private static final int NEIGHBOURS = 3;

    /** So many unknown records are read from their beginning on, instead of from their middle. */
    private static final int SMALL = 32;

    /** Reads a sample. */
    @FunctionalInterface
    interface Reader {
        /** Reads the records from an offset on; the second one is the offset behind the last that counts. */
        RecordSample sample(long from, long to);
    }

    private final Reader reader;
    private final OffsetRange range;
    private final TimeBuckets buckets;
    /** By their first offset; they do not overlap. */
    private final NavigableMap<Long, RecordSample> samples = new TreeMap<>();

    /** Of the present samples; null if they have to be counted again. */
    private double @Nullable [] counts;

    /** @param range the records that may be of the buckets' time */
    ScatteredFrames(Reader reader, OffsetRange range, TimeBuckets buckets, Deadline deadline) {
        this.reader = reader;
        this.range = range;
        this.buckets = buckets;
        take(range.from());
        for (int stratum : Places.evenly(SAMPLES)) {
            if (samples.size() >= LEAST_SAMPLES && deadline.isOver()) {
                break;
            }
            take(Places.in(range, stratum, SAMPLES));
        }
        for (int i = 0; i < STEP_SAMPLES; i++) {
            narrowSteps();
        }
    }

    /** Looks in the middle of the longest unknown range in which the time goes back: where does it? */
    private void narrowSteps() {
        @Nullable RecordSample last = null; // that has a frame
        @Nullable OffsetRange longest = null;
        for (RecordSample sample : samples.values()) {
            if (!sample.frames().isEmpty()) {
                boolean back = last != null && sample.firstMillis() < last.lastMillis();
                if (last != null && back && (longest == null || sample.from() - last.end() > length(longest))) {
                    longest = new OffsetRange(last.end(), sample.from());
                }
                last = sample;
            }
        }
        if (longest != null && length(longest) > 0) {
            take(length(longest) <= SMALL ? longest.from() : longest.from() + length(longest) / 2);
        }
    }

    private static long length(OffsetRange range) {
        return range.to() - range.from();
    }

    /** Reads a sample, unless it is known what is there. */
    private void take(long offset) {
        Map.Entry<Long, RecordSample> before = samples.floorEntry(offset);
        long from = before == null ? offset : Math.max(offset, before.getValue().end());
        Long after = samples.ceilingKey(from);
        long to = after == null ? range.to() : after;
        if (from < to) {
            RecordSample sample = reader.sample(from, to);
            if (sample.end() > from) {
                samples.put(from, sample);
                counts = null;
            }
        }
    }

    @Override
    public long frames(int bucket) {
        double[] known = counts;
        if (known == null) {
            known = counts();
            counts = known;
        }
        return Math.round(known[bucket]);
    }

    @Override
    public long bytes(int bucket) {
        long seen = samples.values().stream()
                .mapToLong(sample -> sample.frames().size())
                .sum();
        long bytes = samples.values().stream().mapToLong(RecordSample::bytes).sum();
        return seen == 0 ? 0 : Math.round((double) bytes / seen * frames(bucket));
    }

    @Override
    public boolean isExact() {
        return false;
    }

    @Override
    public boolean isMeasured() {
        return false;
    }

    @Override
    public long spacingMillis() {
        long[] spacings = samples.values().stream()
                .mapToLong(RecordSample::spacingMillis)
                .filter(spacing -> spacing > 0)
                .sorted()
                .toArray();
        return spacings.length == 0 ? 0 : spacings[spacings.length / 2];
    }

    /** The frames in each bucket: those that were seen, and those between the samples. */
    private double[] counts() {
        double[] sums = new double[buckets.count()];
        List<RecordSample> all = List.copyOf(samples.values());
        @Nullable RecordSample last = null; // that has a frame
        double unseen = 0;
        for (int i = 0; i < all.size(); i++) {
            RecordSample sample = all.get(i);
            if (i > 0) {
                unseen += share(all, i) * (sample.from() - all.get(i - 1).end());
            }
            if (!sample.frames().isEmpty()) {
                long to = sample.firstMillis();
                long from = last == null ? to - Math.round(unseen * spacingMillis()) : last.lastMillis();
                spreadUnseen(sums, from, to, unseen);
                unseen = 0;
                last = sample;
                sample.frames().forEach(frame -> spread(sums, frame.millis(), frame.millis(), 1));
            }
        }
        if (last != null) {
            double behind = unseen
                    + share(all, all.size() - 1)
                            * (range.to() - all.get(all.size() - 1).end());
            spread(sums, last.lastMillis(), last.lastMillis() + Math.round(behind * spacingMillis()), behind);
        }
        return sums;
    }

    /** How many of the records around a sample are the stream's: 0 to 1. */
    private static double share(List<RecordSample> all, int at) {
        List<RecordSample> near = all.subList(Math.max(0, at - NEIGHBOURS), Math.min(all.size(), at + NEIGHBOURS));
        long records = near.stream().mapToLong(RecordSample::records).sum();
        long frames = near.stream().mapToLong(sample -> sample.frames().size()).sum();
        return records == 0 ? 0 : (double) frames / records;
    }

    /** Adds unseen frames. If the clock was set back meanwhile, half of them are before and half behind. */
    private void spreadUnseen(double[] sums, long from, long to, double frames) {
        if (to > from) {
            spread(sums, from, to, frames);
        } else {
            long half = Math.round(frames / 2 * spacingMillis());
            spread(sums, from, from + half, frames / 2);
            spread(sums, to - half, to, frames / 2);
        }
    }

    /** Adds frames, evenly over a time. */
    private void spread(double[] sums, long from, long to, double frames) {
        if (to <= from) {
            add(sums, from, frames);
            return;
        }
        for (int i = buckets.indexOf(from); i < buckets.count() && buckets.bound(i) < to; i++) {
            double part = buckets.get(i)
                    .intersection(new Span(from, to))
                    .map(Span::length)
                    .orElse(0L);
            sums[i] += frames * part / (to - from);
        }
    }

    private void add(double[] sums, long millis, double frames) {
        if (buckets.span().contains(millis)) {
            sums[buckets.indexOf(millis)] += frames;
        }
    }

    @Override
    public List<Span> silences(long least, Deadline deadline) {
        search(least, deadline);
        long[] seen = samples.values().stream()
                .flatMap(sample -> sample.frames().stream())
                .mapToLong(SeenFrame::millis)
                .sorted()
                .toArray();
        List<Span> silences = new ArrayList<>();
        long end = -1;
        long last = Long.MAX_VALUE;
        for (RecordSample sample : samples.values()) {
            if (sample.from() != end) {
                last = Long.MAX_VALUE; // it is not known what came between
            }
            for (SeenFrame frame : sample.frames()) {
                if (frame.millis() - last >= least && isFree(seen, last, frame.millis())) {
                    silences.add(new Span(last, frame.millis()));
                }
                last = frame.millis();
            }
            end = sample.end();
        }
        if (end == range.to() && last != Long.MAX_VALUE && isFree(seen, last, Long.MAX_VALUE)) {
            silences.add(new Span(last, buckets.span().to()));
        }
        return Span.merged(silences).stream()
                .flatMap(silence -> silence.intersection(buckets.span()).stream())
                .toList();
    }

    /** Whether no frame is known of the time between two frames: a clock may have been wrong. */
    private static boolean isFree(long[] seen, long from, long to) {
        return LongStream.of(seen).noneMatch(millis -> millis > from && millis < to);
    }

    /** Two samples, and how much longer the time between them is than their frames need. */
    private record Suspect(RecordSample before, RecordSample after, double missingMillis) {}

    /** Looks between samples where frames seem to be missing, until nothing is unknown there. */
    private void search(long least, Deadline deadline) {
        PriorityQueue<Suspect> suspects = new PriorityQueue<>(
                Comparator.comparingDouble(Suspect::missingMillis).reversed());
        List<RecordSample> all = List.copyOf(samples.values());
        for (int i = 1; i < all.size(); i++) {
            suspect(suspects, all.get(i - 1), all.get(i), least);
        }
        take(Math.max(range.from(), range.to() - 1)); // has the stream ended?
        for (int i = 0; i < MAX_SEARCH && !suspects.isEmpty() && !deadline.isOver(); i++) {
            Suspect suspect = suspects.remove();
            long from = suspect.before().end();
            long left = suspect.after().from() - from;
            long middle = left <= SMALL ? from : from + left / 2;
            take(middle);
            RecordSample found = samples.get(middle);
            if (found != null) {
                suspect(suspects, suspect.before(), found, least);
                suspect(suspects, found, suspect.after(), least);
            }
        }
    }

    private void suspect(PriorityQueue<Suspect> suspects, RecordSample before, RecordSample after, long least) {
        long unknown = after.from() - before.end();
        if (unknown > 0 && !before.frames().isEmpty() && !after.frames().isEmpty()) {
            long time = after.firstMillis() - before.lastMillis();
            double missing = time - unknown * share(List.of(before, after), 1) * spacingMillis();
            if (missing >= least) {
                suspects.add(new Suspect(before, after, missing));
            }
        }
    }
}
