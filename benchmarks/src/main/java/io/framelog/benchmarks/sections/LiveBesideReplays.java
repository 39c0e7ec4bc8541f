package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.load.Group;
import io.framelog.benchmarks.load.LoadEngine;
import io.framelog.benchmarks.load.Pace;
import io.framelog.benchmarks.recording.FileReader;
import io.framelog.benchmarks.recording.Recording;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.sections.ReplaySection.Goal;
import io.framelog.benchmarks.servers.RunningServer;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The effect of replays on live clients of the same viewer. For comparison, the benchmark itself reads Kafka's files at
 * the same rate; if the log is larger than memory, from the disk.
 */
final class LiveBesideReplays {
    private static final int VIEWERS = 10;
    private static final int REPLAYS = 20;
    private static final long SEED = 2;
    private static final Duration BEGIN_LIMIT = Duration.ofSeconds(20);
    /** Replays last longer than a measurement by so much. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private final Workbench bench;
    private final RunningServer live;
    private final Recording recording;
    private final Gauge gauge;
    private final SplittableRandom random = new SplittableRandom(SEED);
    /** What the reader of Kafka's files has read, in each round. */
    private final List<Double> megabytesPerSecond = new ArrayList<>();

    /** The load in addition to the live viewers. */
    private record Case(String label, Workbench.Measurement<LiveBesideReplays, Sample> measurement) {}

    private static final List<Case> CASES = List.of(
            new Case("0", LiveBesideReplays::alone),
            new Case("0, and Kafka's files are read", LiveBesideReplays::besideReader),
            new Case(Integer.toString(REPLAYS), LiveBesideReplays::besideReplays));

    LiveBesideReplays(Workbench bench, RunningServer live, Recording recording) {
        this.bench = bench;
        this.live = live;
        this.recording = recording;
        gauge = new Gauge(bench);
    }

    Goal run(Markdown page) throws IOException, InterruptedException {
        gauge.warmUp(live);
        List<Row<Case, Sample>> rows = bench.rounds(
                "replay",
                CASES,
                beside -> beside.measurement().measure(this),
                (beside, sample) -> Workbench.text(
                        "live beside replays, %s: p99 %.1f ms, replays %.1f fps in all",
                        beside.label(), sample.p99(), sample.beside().fps()));
        double besideReplays = rows.get(2).median(Sample::p99);
        double ratio = besideReplays / rows.get(0).median(Sample::p99);
        page.heading(3, "Live beside replays");
        page.paragraph(VIEWERS + " viewers watch the live camera, alone and beside " + REPLAYS
                + " replays of random moments at their own speed, through one viewer. To compare with: alone, while"
                + " the harness reads Kafka's files as fast, " + Figures.of(0, Figures.median(megabytesPerSecond))
                + " MB/s. Medians of " + bench.options().rounds() + " alternating rounds.");
        page.table(
                rows,
                Column.of("replays", row -> row.key().label()),
                Column.medians("live fps, slowest viewer / median", 1, Sample::fpsMin, Sample::fpsMedian),
                Column.medians("live age p50 / p99 / max, ms", 1, Sample::p50, Sample::p99, Sample::max),
                Column.medians("viewer, % of a core", 1, Sample::serverPercent),
                Column.medians("publisher / broker", 1, Sample::publisherPercent, Sample::brokerPercent),
                Column.medians("harness", 1, Sample::harnessPercent),
                Column.medians(
                        "replays' frames per second, all / slowest",
                        1,
                        sample -> sample.beside().fps(),
                        sample -> sample.beside().fpsMin()),
                Column.medians(
                        "replays that failed", 0, sample -> sample.beside().failed()));
        page.paragraph("The live p99 age beside replays is " + Figures.of(2, ratio) + " times what it is without, and "
                + Figures.of(2, besideReplays / rows.get(1).median(Sample::p99))
                + " times what it is beside the reader of the files; the replays should get "
                + REPLAYS * Recording.FRAMES_PER_SECOND + " frames per second.");
        return new Goal("live p99 age, beside replays / without", "1.5 at most", Figures.of(2, ratio));
    }

    private Sample alone() throws IOException {
        return gauge.measure(live, VIEWERS, bench.options().length());
    }

    private Sample besideReader() throws IOException, InterruptedException {
        // For a replay the broker reads the frames of all streams.
        double bytesPerSecond =
                (double) REPLAYS * recording.streams().size() * Recording.FRAMES_PER_SECOND * recording.frameBytes();
        Path data = bench.framelog().data();
        try (FileReader reader = new FileReader(data, recording, REPLAYS, bytesPerSecond, random)) {
            TimeUnit.MILLISECONDS.sleep(bench.options().warmUp().toMillis());
            long before = reader.bytes();
            long begin = System.nanoTime();
            Sample sample = alone();
            double seconds = (System.nanoTime() - begin) / 1e9;
            megabytesPerSecond.add((reader.bytes() - before) / 1e6 / seconds);
            return sample;
        }
    }

    private Sample besideReplays() throws IOException {
        RunOptions options = bench.options();
        Duration rest = options.length().plus(options.warmUp()).plus(MARGIN);
        List<URI> streams = Stream.generate(() -> recording.random(random, rest))
                .limit(REPLAYS)
                .map(at -> live.stream().resolve(at.stream() + ".mjpeg?from=" + at.millis() + "&speed=1"))
                .toList();
        try (LoadEngine engine = new LoadEngine(bench.clock())) {
            Group replays = engine.open(Pace.FULL, streams, live.protocol());
            engine.readUntil(replays::hasBegun, BEGIN_LIMIT);
            if (!replays.hasBegun() || replays.failed() > 0) {
                throw new CommandFailure(
                        ExitCode.UNEXPECTED,
                        "not all replays began within " + BEGIN_LIMIT.toSeconds() + " s; " + replays.failed()
                                + " failed");
            }
            engine.readFor(options.warmUp());
            return gauge.measure(engine, replays, live, VIEWERS, options.length());
        }
    }
}
