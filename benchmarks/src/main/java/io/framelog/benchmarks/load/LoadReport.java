package io.framelog.benchmarks.load;

import java.util.Set;

/**
 * What the clients saw while it was measured.
 *
 * @param seconds how long that was
 * @param frames of all viewers together
 * @param bytes of all viewers together, heads included
 * @param fpsMin frames per second of the viewer that had the fewest
 * @param fpsMedian of the one in the middle
 * @param skipped pictures that viewers did not get, by the gaps in the stamps' numbers
 * @param disordered pictures that came twice or after a later one
 * @param failed connections that were refused, answered by another status than 200, or closed by the server
 * @param ages the viewers'
 * @param sources by what ages were told
 * @param slowEarly the slow connections' ages in the first half
 * @param slowLate and in the second
 */
public record LoadReport(
        double seconds,
        long frames,
        long bytes,
        double fpsMin,
        double fpsMedian,
        long skipped,
        long disordered,
        int failed,
        Ages ages,
        Set<AgeSource> sources,
        Ages slowEarly,
        Ages slowLate) {}
