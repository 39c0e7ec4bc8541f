package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.Contestant;
import io.framelog.benchmarks.servers.RunningServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** What slow and stalled clients do to the others, and how old the slow ones' frames are. */
final class SlowSection implements Section {
    private static final int VIEWERS = 200;
    private static final int STALLED = 50;
    private static final int SLOW = 20;

    /** A round's two measurements. */
    private record Pair(Sample alone, Sample beside) {}

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        List<Contestant> servers = bench.contestants().present().stream()
                .filter(server -> server.mostViewers() >= VIEWERS)
                .toList();
        new Gauge(bench).warmUpClients();
        List<Row<Contestant, Pair>> rows;
        try (Camera camera = bench.camera()) {
            rows = bench.rounds(
                    name(),
                    servers,
                    server -> measure(new Gauge(bench), server, camera),
                    (server, pair) -> Workbench.text(
                            "%s: p99 %.1f ms alone, %.1f ms beside slow ones; slow ones' p50 %.0f, then %.0f ms",
                            server.name(),
                            pair.alone().p99(),
                            pair.beside().p99(),
                            pair.beside().besideEarly().p50(),
                            pair.beside().beside().ages().p50()));
            page.heading(2, "Slow clients");
            page.paragraph(VIEWERS + " viewers, alone and beside " + SLOW + " that read "
                    + Pace.SLOW_BYTES_PER_SECOND / 1000 + " KB a second and " + STALLED
                    + " that have stopped reading. The camera is " + camera.description() + ".");
        }
        page.table(
                rows,
                Column.of("server", row -> row.key().name()),
                Column.medians(
                        "fps of the slowest viewer, alone / beside slow ones",
                        1,
                        pair -> pair.alone().fpsMin(),
                        pair -> pair.beside().fpsMin()),
                Column.medians(
                        "age p99, ms, alone / beside", 1, pair -> pair.alone().p99(), pair -> pair.beside()
                                .p99()),
                Column.medians(
                        "slow ones' age p50 / max, ms, first half",
                        0,
                        pair -> pair.beside().besideEarly().p50(),
                        pair -> pair.beside().besideEarly().max()),
                Column.medians(
                        "second half",
                        0,
                        pair -> pair.beside().beside().ages().p50(),
                        pair -> pair.beside().beside().ages().max()),
                Column.medians(
                        "memory, MB, alone / beside", 0, pair -> pair.alone().residentMegabytes(), pair -> pair.beside()
                                .residentMegabytes()));
    }

    private static Pair measure(Gauge gauge, Contestant server, Camera camera)
            throws IOException, InterruptedException {
        try (RunningServer running = server.starter().start(camera);
                LoadEngine engine = new LoadEngine(gauge.bench().clock())) {
            Duration length = gauge.bench().options().length();
            gauge.warmUp(running);
            Sample alone = gauge.measure(running, VIEWERS, length);
            engine.open(Pace.STALLED, running.stream(), running.protocol(), STALLED);
            Group slow = engine.open(Pace.SLOW, running.stream(), running.protocol(), SLOW);
            return new Pair(alone, gauge.measure(engine, slow, running, VIEWERS, length));
        }
    }
}
