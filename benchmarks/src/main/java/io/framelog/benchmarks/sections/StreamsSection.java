package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.recording.ManyStreams;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.RunningServer;
import io.framelog.benchmarks.servers.Topic;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the viewer uses for one watched stream among many that nobody watches. */
final class StreamsSection implements Section {
    private static final int MANY = 100;
    private static final List<Integer> PARTITIONS = List.of(8, 128);
    /** For so little the CPU clock of processes is coarse: this section measures longer than the others. */
    private static final int LONGER = 2;

    /** A number of streams in a number of partitions. */
    private record Case(int partitions, int streams) {}

    /** The two cases with the same number of partitions. */
    private record Pair(Row<Case, Sample> one, Row<Case, Sample> many) {}

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        new Gauge(bench).warmUpClients();
        List<Row<Case, Sample>> rows = bench.rounds(
                name(),
                PARTITIONS.stream()
                        .flatMap(partitions -> Stream.of(new Case(partitions, 1), new Case(partitions, MANY)))
                        .toList(),
                streams -> measure(bench, streams),
                (streams, sample) -> Workbench.text(
                        "%d in %d partitions: viewer %.2f %% of a core",
                        streams.streams(), streams.partitions(), sample.serverPercent()));
        page.heading(2, "Many streams, one watched");
        page.paragraph("Streams of " + ManyStreams.FRAMES_PER_SECOND + " frames per second and "
                + ManyStreams.FRAME_BYTES / 1000 + " KB each, written by one producer with what publishers say of them;"
                + " one viewer watches one of them.");
        page.table(
                List.of(new Pair(rows.get(0), rows.get(1)), new Pair(rows.get(2), rows.get(3))),
                Column.of(
                        "partitions", pair -> Integer.toString(pair.one().key().partitions())),
                Column.of(
                        "viewer with 1 stream, % of a core", pair -> pair.one().medians(2, Sample::serverPercent)),
                Column.of("with " + MANY, pair -> pair.many().medians(2, Sample::serverPercent)),
                Column.of(
                        "ratio",
                        pair -> Figures.of(
                                2,
                                pair.many().median(Sample::serverPercent)
                                        / pair.one().median(Sample::serverPercent))),
                Column.of("age p50 / p99, ms, with 1", pair -> pair.one().medians(1, Sample::p50, Sample::p99)),
                Column.of("with " + MANY, pair -> pair.many().medians(1, Sample::p50, Sample::p99)));
    }

    private static Sample measure(Workbench bench, Case streams) throws IOException, InterruptedException {
        try (Topic topic = bench.framelog().newTopic()) {
            topic.create(streams.partitions());
            try (ManyStreams cameras = new ManyStreams(topic, streams.streams(), bench.clock());
                    RunningCommand viewer = bench.framelog().viewer(topic)) {
                RunningServer server = bench.framelog().server(viewer, cameras.first(), Optional.empty());
                Gauge gauge = new Gauge(bench);
                gauge.warmUp(server);
                return gauge.measure(server, 1, bench.options().length().multipliedBy(LONGER));
            }
        }
    }
}
