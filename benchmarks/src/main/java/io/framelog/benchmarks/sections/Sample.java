package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.load.LoadReport;

/**
 * One measurement of a server under load. CPU is in seconds while it was measured; NaN for a process that takes no part.
 *
 * @param load what the clients saw
 * @param serving of the process that clients talk to
 * @param publisher of Framelog
 * @param broker of Framelog
 * @param harness clients, and camera where it is the harness's own
 * @param resident memory of the serving process, in MB
 */
public record Sample(
        LoadReport load, double serving, double publisher, double broker, double harness, double resident) {
    /** What the serving process takes for 10^9 bytes that viewers get. */
    public double servingPerGigabyte() {
        return serving / (load.bytes() / 1e9);
    }

    /** CPU seconds as percent of one core. */
    public double percent(double cpuSeconds) {
        return 100 * cpuSeconds / load.seconds();
    }
}
