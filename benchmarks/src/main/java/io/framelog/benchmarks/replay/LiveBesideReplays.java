package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.load.StreamReaders;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.sections.Gauge;
import io.framelog.benchmarks.sections.Sample;
import io.framelog.benchmarks.sections.Workbench;
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

/**
 * What replays do to those who watch live through the same viewer; and, to compare with, what it does to them that
 * Kafka's files are read as fast by something that is not Framelog: from the disk, where they are more than the memory holds.
 */
final class LiveBesideReplays {
    private static final int VIEWERS = 10;
    private static final int REPLAYS = 20;
    private static final long SEED = 2;
    private static final Duration TO_BEGIN = Duration.ofSeconds(20);
    /** Replays are to last for as long as they are measured. */
    private static final Duration MARGIN = Duration.ofSeconds(30);

    private static final int LOOK_MILLIS = 20;

    private final Workbench bench;
    private final RunningServer live;
    private final Recording recording;
    private final SplittableRandom random = new SplittableRandom(SEED);

    /**
     * The live viewers' sample beside replays, and what those had.
     *
     * @param framesPerSecond of all replays together
     * @param slowest of the one that had the fewest
     */
    private record Beside(Sample live, double framesPerSecond, double slowest, int failed) {}

    /** The live viewers' sample beside a reader of the disk, and what that read. */
    private record BesideDisk(Sample live, double megabytesPerSecond) {}

    LiveBesideReplays(Workbench bench, RunningServer live, Recording recording) {
        this.bench = bench;
        this.live = live;
        this.recording = recording;
    }

    /** Measures, writes, and tells the live viewers' p99 beside replays over the one without. */
    double run(Markdown page) throws IOException, InterruptedException {
        Gauge gauge = new Gauge(bench);
        gauge.warmUp(live);
        List<Sample> alone = new ArrayList<>();
        List<BesideDisk> besideDisk = new ArrayList<>();
        List<Beside> beside = new ArrayList<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            Sample without = gauge.measure(live, gauge.plan(live, VIEWERS));
            BesideDisk disk = besideDisk(gauge);
            Beside with = beside(gauge);
            alone.add(without);
            besideDisk.add(disk);
            beside.add(with);
            bench.say(
                    "replay, round %d: live p99 %.1f, beside a reader of the files %.1f, beside replays %.1f ms; replays %.1f fps in all",
                    round,
                    without.load().ages().p99(),
                    disk.live().load().ages().p99(),
                    with.live().load().ages().p99(),
                    with.framesPerSecond());
        }
        List<Sample> among = beside.stream().map(Beside::live).toList();
        page.heading(3, "Live beside replays");
        List<Sample> amongDisk = besideDisk.stream().map(BesideDisk::live).toList();
        page.paragraph(VIEWERS + " viewers watch the live camera, alone and beside " + REPLAYS
                + " replays of random moments at their own speed, through one viewer. To compare with: alone, while"
                + " the harness reads Kafka's files as fast, "
                + Figures.of(Medians.of(besideDisk, BesideDisk::megabytesPerSecond), 0)
                + " MB/s. Medians of " + bench.options().rounds() + " alternating rounds.");
        page.table(
                List.of(
                        "replays",
                        "live fps, slowest viewer / median",
                        "live age p50 / p99 / max, ms",
                        "viewer, % of a core",
                        "publisher / broker",
                        "harness",
                        "replays' frames per second, all / slowest",
                        "replays that failed"),
                List.of(
                        row("0", alone, "–", "–"),
                        row("0, and Kafka's files are read", amongDisk, "–", "–"),
                        row(
                                Integer.toString(REPLAYS),
                                among,
                                Figures.of(
                                        1,
                                        Medians.of(beside, Beside::framesPerSecond),
                                        Medians.of(beside, Beside::slowest)),
                                Figures.of(Medians.of(beside, Beside::failed), 0))));
        double ratio = p99(among) / p99(alone);
        page.paragraph("The live p99 age beside replays is " + Figures.of(ratio, 2) + " times what it is without, and "
                + Figures.of(p99(among) / p99(amongDisk), 2) + " times what it is beside the reader of the files; "
                + REPLAYS * Recording.FRAMES_PER_SECOND + " frames per second are wanted of the replays.");
        return ratio;
    }

    private BesideDisk besideDisk(Gauge gauge) throws IOException, InterruptedException {
        // A replay has the broker read the frames of all streams.
        double bytesPerSecond =
                (double) REPLAYS * recording.streams().size() * Recording.FRAMES_PER_SECOND * recording.frameBytes();
        Path data = bench.framelog().data();
        try (DiskReader reader = new DiskReader(data, recording, REPLAYS, bytesPerSecond, random)) {
            TimeUnit.MILLISECONDS.sleep(bench.options().warmUp().toMillis());
            long before = reader.bytes();
            long begin = System.nanoTime();
            Sample sample = gauge.measure(live, gauge.plan(live, VIEWERS));
            return new BesideDisk(sample, (reader.bytes() - before) / 1e6 / ((System.nanoTime() - begin) / 1e9));
        }
    }

    private Beside beside(Gauge gauge) throws IOException, InterruptedException {
        Duration behind =
                bench.options().length().plus(bench.options().warmUp()).plus(MARGIN);
        List<URI> addresses = new ArrayList<>();
        for (int i = 0; i < REPLAYS; i++) {
            Recording.Moment moment = recording.random(random, behind);
            addresses.add(live.stream()
                    .resolve("/streams/" + moment.stream() + ".mjpeg?from=" + moment.millis() + "&speed=1"));
        }
        try (StreamReaders replays = new StreamReaders(addresses, bench.clock())) {
            awaitAll(replays);
            TimeUnit.MILLISECONDS.sleep(bench.options().warmUp().toMillis());
            List<Long> before = replays.frames();
            long begin = System.nanoTime();
            Sample sample = gauge.measure(live, gauge.plan(live, VIEWERS));
            List<Long> after = replays.frames();
            double seconds = (System.nanoTime() - begin) / 1e9;
            long all = 0;
            long fewest = Long.MAX_VALUE;
            for (int i = 0; i < REPLAYS; i++) {
                long frames = after.get(i) - before.get(i);
                all += frames;
                fewest = Math.min(fewest, frames);
            }
            return new Beside(sample, all / seconds, fewest / seconds, replays.failed());
        }
    }

    private static void awaitAll(StreamReaders replays) throws InterruptedException {
        long deadline = System.nanoTime() + TO_BEGIN.toNanos();
        while (replays.frames().contains(0L)) {
            if (System.nanoTime() > deadline) {
                throw new CommandFailure(
                        ExitCode.UNEXPECTED,
                        "not all replays begin within " + TO_BEGIN.toSeconds() + " s; " + replays.failed()
                                + " were refused");
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    private static double p99(List<Sample> samples) {
        return Medians.of(samples, sample -> sample.load().ages().p99());
    }

    private static List<String> row(String replays, List<Sample> samples, String frames, String failed) {
        return List.of(
                replays,
                Figures.of(
                        1,
                        Medians.of(samples, sample -> sample.load().fpsMin()),
                        Medians.of(samples, sample -> sample.load().fpsMedian())),
                Figures.of(
                        1,
                        Medians.of(samples, sample -> sample.load().ages().p50()),
                        p99(samples),
                        Medians.of(samples, sample -> sample.load().ages().max())),
                Figures.of(Medians.of(samples, sample -> sample.percent(sample.serving())), 1),
                Figures.of(
                        1,
                        Medians.of(samples, sample -> sample.percent(sample.publisher())),
                        Medians.of(samples, sample -> sample.percent(sample.broker()))),
                Figures.of(Medians.of(samples, sample -> sample.percent(sample.harness())), 1),
                frames,
                failed);
    }
}
