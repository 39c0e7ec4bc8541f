package io.framelog.viewer.timeline;

import java.util.stream.IntStream;

/** The usual time between frames. */
final class Spacing {
    private Spacing() {}

    /** The median distance of times that are in order, in milliseconds; 0 if there are fewer than two. */
    static long median(long[] times) {
        long[] distances = IntStream.range(1, times.length)
                .mapToLong(i -> times[i] - times[i - 1])
                .sorted()
                .toArray();
        return distances.length == 0 ? 0 : distances[distances.length / 2];
    }
}
