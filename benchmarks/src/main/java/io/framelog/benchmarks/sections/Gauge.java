package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.HttpCamera;
import io.framelog.benchmarks.load.LoadPlan;
import io.framelog.benchmarks.load.LoadReport;
import io.framelog.benchmarks.load.Measured;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.servers.RunningServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;

/** Puts load on a running server and measures both sides. */
public final class Gauge {
    /** Enough for the just-in-time compilers to have done their work. */
    private static final int WARM_UP_VIEWERS = 20;

    private final Workbench bench;

    /** @param bench has the clients, and how long they are used */
    public Gauge(Workbench bench) {
        this.bench = bench;
    }

    /** Uses the clients on the harness's own camera: the server that comes first is not to pay for their compiling. */
    public static void warmUpClients(Workbench bench) throws IOException {
        try (Camera camera = Camera.synthetic(bench, 640, 480, 28_000)) {
            URI address = camera.own().orElseThrow().address();
            Duration length = bench.options().warmUp();
            bench.load().run(LoadPlan.viewers(address, "HTTP/1.0", HttpCamera.MOST_CLIENTS, length), Measured.NOTHING);
        }
    }

    /** Uses the server as it will be used, without measuring. */
    public void warmUp(RunningServer server) throws IOException {
        Duration length = bench.options().warmUp();
        bench.load()
                .run(LoadPlan.viewers(server.stream(), server.protocol(), WARM_UP_VIEWERS, length), Measured.NOTHING);
    }

    /** As many viewers for as long as the options say. */
    public LoadPlan plan(RunningServer server, int viewers) {
        return LoadPlan.viewers(
                server.stream(), server.protocol(), viewers, bench.options().length());
    }

    /** Measures once. */
    public Sample measure(RunningServer server, LoadPlan plan) throws IOException {
        Meter meter = new Meter(server);
        LoadReport report = bench.load().run(plan, meter);
        double[] used = meter.used;
        return new Sample(report, used[0], used[1], used[2], used[3], meter.resident);
    }

    /** Reads the processes' counters when measuring begins and ends. */
    private static final class Meter implements Measured {
        private final RunningServer server;
        private double[] used = new double[0];
        private double resident;

        Meter(RunningServer server) {
            this.server = server;
        }

        private double[] read() {
            return new double[] {
                Usage.cpuSeconds(server.serving()),
                server.publisher().map(Usage::cpuSeconds).orElse(Double.NaN),
                server.broker().map(Usage::cpuSeconds).orElse(Double.NaN),
                Usage.ownCpuSeconds()
            };
        }

        @Override
        public void begin() {
            used = read();
        }

        @Override
        public void end() {
            double[] now = read();
            for (int i = 0; i < now.length; i++) {
                used[i] = now[i] - used[i];
            }
            resident = Usage.residentMegabytes(server.serving());
        }
    }
}
