package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a timeline's JSON. */
final class TimelineJson {
    record Bucket(Instant from, long frames, long bytes, List<Gap> gaps) {}

    record Gap(Instant from, Instant to) {}

    private TimelineJson() {}

    static List<Bucket> buckets(Map<String, Object> timeline) {
        List<Bucket> buckets = new ArrayList<>();
        for (Map<?, ?> members : objects(timeline.get("buckets"))) {
            List<Gap> gaps = objects(members.containsKey("gaps") ? members.get("gaps") : List.of()).stream()
                    .map(gap -> new Gap(instant(gap.get("from")), instant(gap.get("to"))))
                    .toList();
            buckets.add(new Bucket(
                    instant(members.get("from")), number(members.get("frames")), number(members.get("bytes")), gaps));
        }
        assertFalse(buckets.isEmpty());
        return buckets;
    }

    static List<Map<?, ?>> objects(@Nullable Object list) {
        List<Map<?, ?>> objects = new ArrayList<>();
        for (Object object : assertInstanceOf(Iterable.class, list)) {
            objects.add(assertInstanceOf(Map.class, object));
        }
        return objects;
    }

    static Instant instant(@Nullable Object text) {
        return Instant.parse(Objects.toString(text));
    }

    static long number(@Nullable Object number) {
        return assertInstanceOf(Number.class, number).longValue();
    }

    static List<Long> frames(List<Bucket> buckets) {
        return buckets.stream().map(Bucket::frames).toList();
    }

    /** All gaps. Those that continue in the next bucket are joined. */
    static List<Gap> joinedGaps(List<Bucket> buckets) {
        List<Gap> joined = new ArrayList<>();
        for (Bucket bucket : buckets) {
            for (Gap gap : bucket.gaps()) {
                int last = joined.size() - 1;
                if (last >= 0 && joined.get(last).to().equals(gap.from())) {
                    joined.set(last, new Gap(joined.get(last).from(), gap.to()));
                } else {
                    joined.add(gap);
                }
            }
        }
        return joined;
    }
}
