package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.load.Ages;
import io.framelog.benchmarks.load.LoadPlan;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.servers.RunningServer;
import io.framelog.benchmarks.servers.StreamServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** What slow and stalled clients do to the others, and how old the slow ones' frames are. */
public final class SlowSection implements Section {
    private static final int VIEWERS = 200;
    private static final int STALLED = 50;
    private static final int SLOW = 20;
    private static final int SLOW_BYTES_PER_SECOND = 200_000;
    private static final List<String> HEAD = List.of(
            "server",
            "fps of the slowest viewer, alone / beside slow ones",
            "age p99, ms, alone / beside",
            "slow ones' age p50 / max, ms, first half",
            "second half",
            "memory, MB, alone / beside");

    /** A round's two measurements. */
    private record Pair(Sample alone, Sample beside) {}

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        Gauge gauge = new Gauge(bench);
        Map<String, List<Pair>> rounds = new LinkedHashMap<>();
        List<StreamServer> servers = new Contestants(bench)
                .present().stream()
                        .filter(server -> server.mostViewers() >= VIEWERS)
                        .toList();
        Gauge.warmUpClients(bench);
        try (Camera camera = Camera.open(bench)) {
            for (int round = 1; round <= bench.options().rounds(); round++) {
                for (StreamServer server : servers) {
                    try (RunningServer running = server.start(camera.input())) {
                        gauge.warmUp(running);
                        LoadPlan plan = gauge.plan(running, VIEWERS);
                        Sample alone = gauge.measure(running, plan);
                        Sample beside = gauge.measure(running, plan.with(STALLED, SLOW, SLOW_BYTES_PER_SECOND));
                        rounds.computeIfAbsent(server.name(), name -> new ArrayList<>())
                                .add(new Pair(alone, beside));
                        bench.say(
                                "slow, round %d: %s: p99 %.1f, then %.1f ms; slow ones p50 %.0f, then %.0f ms",
                                round,
                                server.name(),
                                alone.load().ages().p99(),
                                beside.load().ages().p99(),
                                beside.load().slowEarly().p50(),
                                beside.load().slowLate().p50());
                    }
                }
            }
            page.heading(2, "Slow clients");
            page.paragraph(VIEWERS + " viewers, alone and beside " + SLOW + " that read " + SLOW_BYTES_PER_SECOND / 1000
                    + " KB a second and " + STALLED + " that have stopped reading. The camera is " + camera.words()
                    + ".");
        }
        page.table(
                HEAD,
                rounds.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
    }

    private static List<String> row(String server, List<Pair> rounds) {
        return List.of(
                server,
                Figures.of(
                        1,
                        Medians.of(rounds, round -> round.alone().load().fpsMin()),
                        Medians.of(rounds, round -> round.beside().load().fpsMin())),
                Figures.of(
                        1,
                        Medians.of(rounds, round -> round.alone().load().ages().p99()),
                        Medians.of(rounds, round -> round.beside().load().ages().p99())),
                ages(rounds, round -> round.beside().load().slowEarly()),
                ages(rounds, round -> round.beside().load().slowLate()),
                Figures.of(
                        0,
                        Medians.of(rounds, round -> round.alone().resident()),
                        Medians.of(rounds, round -> round.beside().resident())));
    }

    private static String ages(List<Pair> rounds, Function<Pair, Ages> of) {
        return Figures.of(
                0, Medians.of(rounds, round -> of.apply(round).p50()), Medians.of(rounds, round -> of.apply(round)
                        .max()));
    }
}
