package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.camera.HttpCamera;
import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.Latencies;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.servers.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Puts load on a running server, and measures both sides. */
record Gauge(Workbench bench) {
    /** Enough for the just-in-time compilers to have done their work. */
    private static final int WARM_UP_VIEWERS = 20;

    private static final Duration FIRST_FRAME_LIMIT = Duration.ofSeconds(20);
    private static final Duration SETTLING = Duration.ofSeconds(1);

    /** Uses the clients on the benchmark's own camera, so that the first server does not pay for their compilation. */
    void warmUpClients() throws IOException {
        try (Camera camera = Camera.small(bench.clock())) {
            URI address = camera.own().orElseThrow().address();
            warmUp(address, "HTTP/1.0", HttpCamera.MOST_CLIENTS);
        }
    }

    /** Uses a server without measuring. */
    void warmUp(RunningServer server) throws IOException {
        warmUp(server.stream(), server.protocol(), WARM_UP_VIEWERS);
    }

    private void warmUp(URI stream, String protocol, int viewers) throws IOException {
        try (LoadEngine engine = new LoadEngine(bench.clock())) {
            settle(engine, engine.open(Pace.FULL, stream, protocol, viewers));
            engine.readFor(bench.options().warmUp());
        }
    }

    /** Measures with viewers alone. */
    Sample measure(RunningServer server, int viewers, Duration length) throws IOException {
        try (LoadEngine engine = new LoadEngine(bench.clock())) {
            return measure(engine, engine.none(), server, viewers, length);
        }
    }

    /** Measures viewers while other clients of the engine run. */
    Sample measure(LoadEngine engine, Group beside, RunningServer server, int viewers, Duration length)
            throws IOException {
        try (Group group = engine.open(Pace.FULL, server.stream(), server.protocol(), viewers)) {
            settle(engine, group);
            group.reset();
            beside.reset();
            double[] before = cpuSeconds(server);
            long begin = System.nanoTime();
            engine.readFor(length.dividedBy(2));
            Latencies besideEarly = beside.takeAges();
            engine.readFor(length.minusNanos(System.nanoTime() - begin));
            double seconds = (System.nanoTime() - begin) / 1e9;
            double[] after = cpuSeconds(server);
            return new Sample(
                    group.report(seconds),
                    besideEarly,
                    beside.report(seconds),
                    100 * (after[0] - before[0]) / seconds,
                    100 * (after[1] - before[1]) / seconds,
                    100 * (after[2] - before[2]) / seconds,
                    100 * (after[3] - before[3]) / seconds,
                    Usage.residentMegabytes(server.serving()));
        }
    }

    private void settle(LoadEngine engine, Group viewers) throws IOException {
        engine.readUntil(viewers::hasBegun, FIRST_FRAME_LIMIT);
        Duration length = bench.options().length();
        engine.readFor(length.compareTo(SETTLING) < 0 ? length : SETTLING);
    }

    private static double[] cpuSeconds(RunningServer server) {
        return new double[] {
            Usage.cpuSeconds(server.serving()),
            server.publisher().map(Usage::cpuSeconds).orElse(Double.NaN),
            server.broker().map(Usage::cpuSeconds).orElse(Double.NaN),
            Usage.ownCpuSeconds(ProcessHandle.current())
        };
    }
}
