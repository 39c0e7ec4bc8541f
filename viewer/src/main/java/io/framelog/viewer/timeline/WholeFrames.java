package io.framelog.viewer.timeline;

import io.framelog.viewer.history.RecordSample.SeenFrame;
import java.util.ArrayList;
import java.util.List;

/** The frames of partitions that were read as a whole: nothing is estimated, whatever the clocks did. */
final class WholeFrames implements PartitionFrames {
    private final Span span;
    private final long[] times;
    private final long[] frames;
    private final long[] bytes;

    /** @param seen in any order; those outside of the buckets do not count */
    WholeFrames(List<SeenFrame> seen, TimeBuckets buckets) {
        span = buckets.span();
        frames = new long[buckets.count()];
        bytes = new long[buckets.count()];
        times = seen.stream()
                .mapToLong(SeenFrame::millis)
                .filter(span::contains)
                .sorted()
                .toArray();
        seen.stream().filter(frame -> span.contains(frame.millis())).forEach(frame -> {
            int bucket = buckets.indexOf(frame.millis());
            frames[bucket]++;
            bytes[bucket] += frame.bytes();
        });
    }

    @Override
    public long frames(int bucket) {
        return frames[bucket];
    }

    @Override
    public long bytes(int bucket) {
        return bytes[bucket];
    }

    @Override
    public boolean isExact() {
        return true;
    }

    @Override
    public boolean isMeasured() {
        return true;
    }

    @Override
    public long spacingMillis() {
        return Spacing.median(times);
    }

    @Override
    public List<Span> silences(long least, Deadline deadline) {
        List<Span> silences = new ArrayList<>();
        long last = span.from();
        for (long time : times) {
            silences.add(new Span(last, time));
            last = time;
        }
        silences.add(new Span(last, span.to()));
        return silences.stream()
                .filter(silence -> silence.length() >= Math.max(1, least))
                .toList();
    }
}
