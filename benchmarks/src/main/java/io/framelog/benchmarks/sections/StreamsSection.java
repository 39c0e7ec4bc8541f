package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.load.LoadPlan;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Http;
import io.framelog.benchmarks.servers.RunningServer;
import io.framelog.benchmarks.servers.Topics;
import io.framelog.status.StatusTopic;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the viewer takes for one watched stream among many that nobody watches. */
public final class StreamsSection implements Section {
    private static final int MANY = 100;
    private static final List<Integer> PARTITIONS = List.of(8, 128);

    /** The CPU clock of processes ticks slowly for so little: measured for longer than the others. */
    private static final int LONGER = 2;

    /** So many streams in so many partitions. */
    private record Case(int partitions, int streams) {}

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        Map<Case, List<Sample>> samples = new LinkedHashMap<>();
        Gauge.warmUpClients(bench);
        for (int round = 1; round <= bench.options().rounds(); round++) {
            for (int partitions : PARTITIONS) {
                for (int streams : new int[] {1, MANY}) {
                    Case of = new Case(partitions, streams);
                    Sample sample = measure(bench, of);
                    samples.computeIfAbsent(of, key -> new ArrayList<>()).add(sample);
                    bench.say(
                            "streams, round %d: %d in %d partitions: viewer %.2f %% of a core",
                            round, streams, partitions, sample.percent(sample.serving()));
                }
            }
        }
        page.heading(2, "Many streams, one watched");
        page.paragraph(
                "Streams of " + ManyStreams.FRAMES_PER_SECOND + " frames per second and "
                        + ManyStreams.FRAME_BYTES / 1000
                        + " KB each, written by one producer with what publishers say of them; one viewer watches one of them.");
        page.table(
                List.of(
                        "partitions",
                        "viewer with 1 stream, % of a core",
                        "with " + MANY,
                        "ratio",
                        "age p50 / p99, ms, with 1",
                        "with " + MANY),
                PARTITIONS.stream()
                        .map(partitions -> row(
                                partitions,
                                samples.getOrDefault(new Case(partitions, 1), List.of()),
                                samples.getOrDefault(new Case(partitions, MANY), List.of())))
                        .toList());
    }

    private static List<String> row(int partitions, List<Sample> one, List<Sample> many) {
        double alone = Medians.of(one, sample -> sample.percent(sample.serving()));
        double among = Medians.of(many, sample -> sample.percent(sample.serving()));
        return List.of(
                Integer.toString(partitions),
                Figures.of(alone, 2),
                Figures.of(among, 2),
                Figures.of(among / alone, 2),
                ages(one),
                ages(many));
    }

    private static String ages(List<Sample> samples) {
        return Figures.of(
                1,
                Medians.of(samples, sample -> sample.load().ages().p50()),
                Medians.of(samples, sample -> sample.load().ages().p99()));
    }

    private static Sample measure(Workbench bench, Case of) throws IOException, InterruptedException {
        Framelog framelog = bench.framelog();
        Topics topics = new Topics(framelog.bootstrapServer());
        String topic = framelog.newTopic();
        topics.create(topic, of.partitions());
        topics.create(StatusTopic.of(topic).name(), 1);
        try (ManyStreams cameras = new ManyStreams(framelog.bootstrapServer(), topic, of.streams(), bench.clock());
                RunningCommand viewer = framelog.viewer(topic)) {
            String stream = "/streams/" + cameras.first();
            URI address = Framelog.address(viewer);
            Http.awaitOk(address.resolve(stream + ".jpg"));
            RunningServer server = new RunningServer(
                    address.resolve(stream + ".mjpeg"),
                    "HTTP/1.1",
                    viewer.handle(),
                    Optional.empty(),
                    Optional.of(framelog.broker()),
                    List.of());
            Gauge gauge = new Gauge(bench);
            gauge.warmUp(server);
            return gauge.measure(
                    server,
                    LoadPlan.viewers(
                            server.stream(),
                            server.protocol(),
                            1,
                            bench.options().length().multipliedBy(LONGER)));
        } finally {
            topics.delete(topic);
            topics.delete(StatusTopic.of(topic).name());
        }
    }
}
