package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import io.framelog.benchmarks.servers.Topic;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** From a command to what it is for. */
final class StartSection implements Section {
    private static final Pattern SHOWS_PICTURE = Pattern.compile("Framelog: http");
    private static final Duration DEMO_LIMIT = Duration.ofMinutes(1);

    /** Something that starts. */
    private record Start(String goal, Workbench.Measurement<Workbench, Double> seconds) {}

    private static final List<Start> STARTS = List.of(
            new Start("viewer listening", StartSection::viewer),
            new Start(
                    "publisher's first picture (`--test-pattern`) through Kafka and a running viewer",
                    StartSection::publisher),
            new Start("`bin/demo`, built: its picture in the viewer", StartSection::demo));

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        List<Row<Start, Double>> rows = bench.rounds(
                name(),
                STARTS,
                start -> start.seconds().measure(bench),
                (start, seconds) -> Workbench.text("%s: %.2f s", start.goal(), seconds));
        page.heading(2, "Start");
        page.table(
                rows,
                Column.of("from the command to", row -> row.key().goal()),
                Column.medians("seconds", 2, seconds -> seconds));
    }

    private static double viewer(Workbench bench) throws InterruptedException {
        Topic topic = bench.framelog().newTopic();
        long begin = System.nanoTime();
        try (RunningCommand viewer = bench.framelog().viewer(topic)) {
            Framelog.address(viewer);
            return since(begin);
        }
    }

    private static double publisher(Workbench bench) throws InterruptedException {
        Topic topic = bench.framelog().newTopic();
        try (RunningCommand viewer = bench.framelog().viewer(topic)) {
            URI address = Framelog.address(viewer);
            long begin = System.nanoTime();
            RunningCommand publisher = bench.framelog().publisher(topic, List.of("--test-pattern"));
            try (publisher) {
                bench.http().awaitOk(address.resolve("/streams/default.jpg"));
                return since(begin);
            }
        }
    }

    private static double demo(Workbench bench) throws IOException, InterruptedException {
        List<String> command = List.of(
                bench.options().root().resolve("bin/demo").toString(),
                "--port",
                Integer.toString(Http.freePort()),
                "--kafka-port",
                Integer.toString(Http.freePort()));
        long begin = System.nanoTime();
        try (RunningCommand demo = bench.commands().start(Map.of(), command)) {
            demo.awaitLine(SHOWS_PICTURE, DEMO_LIMIT);
            return since(begin);
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }
}
