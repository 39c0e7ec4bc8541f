package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.FreePort;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** From a command to what it is for. */
public final class StartSection implements Section {
    private static final Pattern FLOWING = Pattern.compile("Framelog: http");
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws InterruptedException {
        List<Double> viewers = new ArrayList<>();
        List<Double> publishers = new ArrayList<>();
        List<Double> demos = new ArrayList<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            String topic = bench.framelog().newTopic();
            long begin = System.nanoTime();
            try (RunningCommand viewer = bench.framelog().viewer(topic)) {
                URI address = Framelog.address(viewer);
                viewers.add(since(begin));
                publishers.add(publisher(bench, topic, address));
            }
            demos.add(demo(bench));
            bench.say("start, round %d: %.2f, %.2f, %.2f s", round, last(viewers), last(publishers), last(demos));
        }
        page.heading(2, "Start");
        page.table(
                List.of("from the command to", "seconds"),
                List.of(
                        List.of("viewer listening", Figures.of(Medians.of(viewers), 2)),
                        List.of(
                                "publisher's first picture (`--test-pattern`) through Kafka and a running viewer",
                                Figures.of(Medians.of(publishers), 2)),
                        List.of("`bin/demo`, built: its picture in the viewer", Figures.of(Medians.of(demos), 2))));
    }

    private static double publisher(Workbench bench, String topic, URI viewer) throws InterruptedException {
        long begin = System.nanoTime();
        RunningCommand publisher = bench.framelog().publisher(topic, Map.of(), List.of("--test-pattern"));
        try {
            Http.awaitOk(viewer.resolve("/streams/default.jpg"));
            return since(begin);
        } finally {
            publisher.close();
        }
    }

    private static double demo(Workbench bench) throws InterruptedException {
        List<String> command = List.of(
                bench.options().root().resolve("bin/demo").toString(),
                "--port",
                Integer.toString(FreePort.find()),
                "--kafka-port",
                Integer.toString(FreePort.find()));
        long begin = System.nanoTime();
        try (RunningCommand demo = bench.commands().start(Map.of(), command)) {
            demo.awaitLine(FLOWING, PATIENCE);
            return since(begin);
        }
    }

    private static double since(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double last(List<Double> values) {
        return values.get(values.size() - 1);
    }
}
