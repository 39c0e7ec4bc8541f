package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.load.AgeSource;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.Contestant;
import io.framelog.benchmarks.servers.Contestants;
import io.framelog.benchmarks.servers.RunningServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** One camera and more and more viewers, one server after the other. */
final class LiveSection implements Section {
    /** A server with a number of viewers. */
    private record Case(int viewers, Contestant server) {}

    @Override
    public String name() {
        return "live";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        RunOptions options = bench.options();
        Contestants contestants = bench.contestants();
        List<Contestant> servers = contestants.present();
        List<Row<Case, Sample>> rows = options.viewers().stream()
                .flatMap(viewers -> servers.stream()
                        .filter(server -> viewers <= server.mostViewers())
                        .map(server -> new Row<Case, Sample>(new Case(viewers, server), new ArrayList<>())))
                .toList();
        new Gauge(bench).warmUpClients();
        try (Camera camera = bench.camera()) {
            for (int round = 1; round <= options.rounds(); round++) {
                for (Contestant server : servers) {
                    measure(bench, camera, server, round, rows);
                }
            }
            page.heading(2, "Live");
            page.paragraph("The camera is " + camera.description() + ". Medians of " + options.rounds()
                    + " alternating rounds of " + options.length().toMillis() / 1e3
                    + " s; each server is started, used by 20 viewers for "
                    + options.warmUp().toMillis() / 1e3 + " s first, and ended before the next one starts."
                    + " A frame's age is taken when its last byte has come.");
        }
        page.table(
                rows,
                Column.of("viewers", row -> Integer.toString(row.key().viewers())),
                Column.of("server", row -> row.key().server().name()),
                Column.medians("fps, slowest viewer / median", 1, Sample::fpsMin, Sample::fpsMedian),
                Column.medians("age p50 / p99 / max, ms", 1, Sample::p50, Sample::p99, Sample::max),
                Column.medians("CPU s per GB", 2, Sample::servingPerGigabyte),
                Column.medians("memory, MB", 0, Sample::residentMegabytes),
                Column.medians("server, % of a core", 1, Sample::serverPercent),
                Column.medians("publisher / broker", 1, Sample::publisherPercent, Sample::brokerPercent),
                Column.medians("harness", 1, Sample::harnessPercent),
                Column.medians(
                        "pictures left out", 0, sample -> sample.viewers().skipped()),
                Column.medians(
                        "failed connections", 0, sample -> sample.viewers().failed()));
        List<String> notes = new ArrayList<>(contestants.absent());
        for (Contestant server : servers) {
            notes.add(server.name() + ": ages by " + sources(server, rows) + ".");
            if (options.viewers().stream().anyMatch(viewers -> viewers > server.mostViewers())) {
                notes.add(server.name() + " is given " + server.mostViewers()
                        + " viewers at most: it needs a thread and a consumer for each.");
            }
        }
        page.list(notes);
    }

    private static void measure(
            Workbench bench, Camera camera, Contestant server, int round, List<Row<Case, Sample>> rows)
            throws IOException, InterruptedException {
        try (RunningServer running = server.starter().start(camera)) {
            Gauge gauge = new Gauge(bench);
            gauge.warmUp(running);
            for (Row<Case, Sample> row : rows) {
                if (row.key().server().equals(server)) {
                    int viewers = row.key().viewers();
                    Sample sample =
                            gauge.measure(running, viewers, bench.options().length());
                    row.samples().add(sample);
                    bench.say(
                            "live, round %d: %s, %d viewers: %.1f fps, p99 %.1f ms",
                            round, server.name(), viewers, sample.fpsMedian(), sample.p99());
                }
            }
        }
    }

    private static String sources(Contestant server, List<Row<Case, Sample>> rows) {
        String labels = rows.stream()
                .filter(row -> row.key().server().equals(server))
                .flatMap(row -> row.samples().stream())
                .flatMap(sample -> sample.viewers().sources().stream())
                .map(AgeSource::label)
                .distinct()
                .sorted()
                .collect(Collectors.joining(" and "));
        return labels.isEmpty() ? "nothing" : labels;
    }
}
