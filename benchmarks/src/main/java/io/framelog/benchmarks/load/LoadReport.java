package io.framelog.benchmarks.load;

import java.util.Set;

/**
 * What a group of clients has seen while it counted.
 *
 * @param seconds for how long
 * @param frames received by all clients
 * @param fps frames per second of all clients together; NaN, as the next two, without clients
 * @param bytes received by all clients, headers included
 * @param fpsMin frames per second of the client that got the fewest
 * @param fpsMedian frames per second of the client in the middle
 * @param skipped pictures that clients did not get, by the gaps in the stamps' numbers
 * @param disordered pictures that came twice or after a later one
 * @param failed connections that were refused, answered with another status than 200, or closed by the server
 * @param ages from the making of a picture to its last byte
 * @param sources where the ages come from
 */
public record LoadReport(
        double seconds,
        long frames,
        double fps,
        long bytes,
        double fpsMin,
        double fpsMedian,
        long skipped,
        long disordered,
        long failed,
        Latencies ages,
        Set<AgeSource> sources) {}
