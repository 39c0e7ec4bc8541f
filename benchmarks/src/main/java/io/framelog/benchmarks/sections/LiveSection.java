package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.load.AgeSource;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.servers.RunningServer;
import io.framelog.benchmarks.servers.StreamServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** One camera, more and more viewers, one server after the other. */
public final class LiveSection implements Section {
    private static final List<String> HEAD = List.of(
            "viewers",
            "server",
            "fps, slowest viewer / median",
            "age p50 / p99 / max, ms",
            "CPU s per GB",
            "memory, MB",
            "server, % of a core",
            "publisher / broker",
            "harness",
            "pictures left out",
            "failed connections");

    /** A server with so many viewers. */
    private record Case(int viewers, String server) {}

    @Override
    public String name() {
        return "live";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        Contestants contestants = new Contestants(bench);
        Map<Case, List<Sample>> samples = new LinkedHashMap<>();
        for (int viewers : bench.options().viewers()) {
            contestants.present().stream()
                    .filter(server -> viewers <= server.mostViewers())
                    .forEach(server -> samples.put(new Case(viewers, server.name()), new ArrayList<>()));
        }
        Gauge.warmUpClients(bench);
        try (Camera camera = Camera.open(bench)) {
            for (int round = 1; round <= bench.options().rounds(); round++) {
                for (StreamServer server : contestants.present()) {
                    measure(bench, camera, server, round, samples);
                }
            }
            write(bench, page, camera, contestants, samples);
        }
    }

    private static void measure(
            Workbench bench, Camera camera, StreamServer server, int round, Map<Case, List<Sample>> samples)
            throws IOException, InterruptedException {
        Gauge gauge = new Gauge(bench);
        try (RunningServer running = server.start(camera.input())) {
            gauge.warmUp(running);
            for (int viewers : bench.options().viewers()) {
                List<Sample> of = samples.get(new Case(viewers, server.name()));
                if (of != null) {
                    Sample sample = gauge.measure(running, gauge.plan(running, viewers));
                    of.add(sample);
                    bench.say(
                            "live, round %d: %s, %d viewers: %.1f fps, p99 %.1f ms",
                            round,
                            server.name(),
                            viewers,
                            sample.load().fpsMedian(),
                            sample.load().ages().p99());
                }
            }
        }
    }

    private static void write(
            Workbench bench, Markdown page, Camera camera, Contestants contestants, Map<Case, List<Sample>> samples) {
        page.heading(2, "Live");
        page.paragraph(
                "The camera is " + camera.words() + ". Medians of "
                        + bench.options().rounds()
                        + " alternating rounds of " + bench.options().length().toMillis() / 1000.0
                        + " s; each server is started anew, used by 20 viewers for "
                        + bench.options().warmUp().toMillis() / 1000.0
                        + " s first, and ended before the next one starts. A frame's age is taken when its last byte has come.");
        page.table(
                HEAD,
                samples.entrySet().stream()
                        .map(entry -> row(entry.getKey(), entry.getValue()))
                        .toList());
        List<String> notes = new ArrayList<>(contestants.absent());
        for (StreamServer server : contestants.present()) {
            notes.add(server.name() + ": ages by " + sources(server, samples) + ".");
            if (bench.options().viewers().stream().anyMatch(viewers -> viewers > server.mostViewers())) {
                notes.add(server.name() + " is given " + server.mostViewers()
                        + " viewers at most: it needs a thread and a consumer for each.");
            }
        }
        page.list(notes);
    }

    private static String sources(StreamServer server, Map<Case, List<Sample>> samples) {
        Set<AgeSource> sources = new LinkedHashSet<>();
        samples.forEach((of, taken) -> {
            if (of.server().equals(server.name())) {
                taken.forEach(sample -> sources.addAll(sample.load().sources()));
            }
        });
        return sources.isEmpty()
                ? "nothing"
                : sources.stream().map(AgeSource::label).sorted().collect(Collectors.joining(" and "));
    }

    private static List<String> row(Case of, List<Sample> samples) {
        return List.of(
                Integer.toString(of.viewers()),
                of.server(),
                Figures.of(
                        1,
                        Medians.of(samples, sample -> sample.load().fpsMin()),
                        Medians.of(samples, sample -> sample.load().fpsMedian())),
                Figures.of(
                        1,
                        Medians.of(samples, sample -> sample.load().ages().p50()),
                        Medians.of(samples, sample -> sample.load().ages().p99()),
                        Medians.of(samples, sample -> sample.load().ages().max())),
                Figures.of(Medians.of(samples, Sample::servingPerGigabyte), 2),
                Figures.of(Medians.of(samples, Sample::resident), 0),
                Figures.of(Medians.of(samples, sample -> sample.percent(sample.serving())), 1),
                Figures.of(
                        1,
                        Medians.of(samples, sample -> sample.percent(sample.publisher())),
                        Medians.of(samples, sample -> sample.percent(sample.broker()))),
                Figures.of(Medians.of(samples, sample -> sample.percent(sample.harness())), 1),
                Figures.of(Medians.of(samples, sample -> sample.load().skipped()), 0),
                Figures.of(Medians.of(samples, sample -> sample.load().failed()), 0));
    }
}
