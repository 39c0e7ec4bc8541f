package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.load.Latencies;
import io.framelog.benchmarks.load.LoadReport;

/**
 * One measurement of a server under load. CPU is in percent of one core; NaN for a process that takes no part.
 *
 * @param viewers what the viewers saw
 * @param besideEarly the ages that the other clients saw in the first half
 * @param beside what the other clients saw; its ages are those of the second half
 * @param serverPercent CPU of the process that clients talk to
 * @param harnessPercent CPU of the clients, and of the benchmark's own camera
 * @param residentMegabytes memory of the process that clients talk to
 */
record Sample(
        LoadReport viewers,
        Latencies besideEarly,
        LoadReport beside,
        double serverPercent,
        double publisherPercent,
        double brokerPercent,
        double harnessPercent,
        double residentMegabytes) {
    double fpsMin() {
        return viewers.fpsMin();
    }

    double fpsMedian() {
        return viewers.fpsMedian();
    }

    double p50() {
        return viewers.ages().p50();
    }

    double p99() {
        return viewers.ages().p99();
    }

    double max() {
        return viewers.ages().max();
    }

    /** CPU seconds of the serving process for 10^9 bytes that viewers get. */
    double servingPerGigabyte() {
        return serverPercent / 100 * viewers.seconds() / (viewers.bytes() / 1e9);
    }
}
