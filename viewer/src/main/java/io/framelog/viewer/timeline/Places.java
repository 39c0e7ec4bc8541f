package io.framelog.viewer.timeline;

import io.framelog.viewer.kafka.OffsetRange;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Where samples are taken. The places look random, so that they do not fall into step with producers that write in
 * turn; but the same request always takes the same ones.
 */
final class Places {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final double LONGS = 0x1p-53;

    private Places() {}

    /** A place in the middle one of equal parts of a range. */
    static long in(OffsetRange range, int part, int parts) {
        double at = (part + random(part + range.from() * 31)) / parts;
        return range.from() + (long) (at * Math.max(0, range.to() - range.from()));
    }

    /** A number of 0 to 1, exclusive, that belongs to the seed (as in SplittableRandom). */
    static double random(long seed) {
        long z = (seed + 1) * GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return ((z ^ (z >>> 31)) >>> 11) * LONGS;
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
}
