package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.recording.ManyStreams;
import io.framelog.benchmarks.recording.Recorder;
import io.framelog.benchmarks.recording.Recording;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.Http;
import io.framelog.benchmarks.servers.Topic;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What {@code viewer detect} looks at, live on one core, and in the past. */
final class DetectSection implements Section {
    private static final int PARTITIONS = 8;
    private static final List<String> ONE_CORE = List.of("taskset", "-c", "0");
    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final Duration SEARCH_LIMIT = Duration.ofMinutes(10);
    private static final Pattern SPEED = Pattern.compile("\\(([0-9.]+) times real time\\)");

    /** Streams, and frames a second of each. */
    private record Case(int streams, int fps) {}

    /** The counters of a detector at a moment. */
    private record Counters(double looked, double skipped, double leaps, double decode, double look, double cpu) {}

    /**
     * What was measured.
     *
     * @param looked pictures a second
     * @param skipped pictures a second
     * @param decode milliseconds for a picture
     * @param look milliseconds for a picture
     * @param lag the most, in seconds
     */
    private record Watch(
            double looked,
            double skipped,
            double leaps,
            double decode,
            double look,
            double cores,
            double lag,
            double megabytes) {}

    @Override
    public String name() {
        return "detect";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        List<Row<Case, Watch>> rows = bench.rounds(
                name(),
                List.of(new Case(60, 10), new Case(190, 10), new Case(200, 2)),
                streams -> watch(bench, streams),
                (streams, watch) ->
                        Workbench.text("%d streams of %d fps: %s", streams.streams(), streams.fps(), watch));
        page.heading(2, "Motion");
        page.paragraph("JPEGs of 640x480 in " + PARTITIONS + " partitions; `viewer detect` has one core, and all others"
                + " of the machine are for Kafka and one producer.");
        page.table(
                rows,
                Column.of(
                        "streams",
                        row -> row.key().streams() + " of " + row.key().fps() + " fps"),
                Column.medians("looked at, pictures a second", 0, Watch::looked),
                Column.medians("left out, pictures a second", 0, Watch::skipped),
                Column.medians("decoding / finding motion, ms a picture", 2, Watch::decode, Watch::look),
                Column.medians("cores", 2, Watch::cores),
                Column.medians("behind live at most, s", 2, Watch::lag),
                Column.medians("leaps", 0, Watch::leaps),
                Column.medians("memory, MB", 0, Watch::megabytes));
        search(bench, page);
    }

    @SuppressWarnings("try") // the cameras run meanwhile
    private static Watch watch(Workbench bench, Case streams) throws IOException, InterruptedException {
        List<byte[]> pictures = ClipPictures.at(streams.fps(), bench);
        URI metrics = URI.create("http://127.0.0.1:" + Http.freePort() + "/metrics");
        try (Topic topic = bench.framelog().newTopic()) {
            topic.create(PARTITIONS);
            List<String> arguments = List.of("--metrics-port", Integer.toString(metrics.getPort()));
            try (ManyStreams cameras =
                            new ManyStreams(topic, streams.streams(), streams.fps(), pictures, bench.clock());
                    RunningCommand detector = bench.framelog().detect(topic, ONE_CORE, arguments)) {
                bench.http().await(metrics, body -> value(body, "streams") >= streams.streams());
                Thread.sleep(bench.options().warmUp().toMillis());
                return measure(bench, metrics, detector);
            }
        }
    }

    private static Watch measure(Workbench bench, URI metrics, RunningCommand detector) throws InterruptedException {
        Counters before = counters(bench, metrics, detector);
        long begin = System.nanoTime();
        double lag = 0;
        while (System.nanoTime() - begin < bench.options().length().toNanos()) {
            Thread.sleep(PAUSE.toMillis());
            lag = Math.max(lag, value(bench.http().get(metrics).orElse(""), "lag_seconds"));
        }
        Counters after = counters(bench, metrics, detector);
        double seconds = (System.nanoTime() - begin) / 1e9;
        double looked = after.looked() - before.looked();
        return new Watch(
                looked / seconds,
                (after.skipped() - before.skipped()) / seconds,
                after.leaps() - before.leaps(),
                1e3 * (after.decode() - before.decode()) / looked,
                1e3 * (after.look() - before.look()) / looked,
                (after.cpu() - before.cpu()) / seconds,
                lag,
                Usage.residentMegabytes(detector.handle()));
    }

    private static Counters counters(Workbench bench, URI metrics, RunningCommand detector) {
        String body = bench.http().get(metrics).orElse("");
        return new Counters(
                value(body, "samples_total"),
                value(body, "skipped_total"),
                value(body, "leaps_total"),
                value(body, "decode_seconds_total"),
                value(body, "look_seconds_total"),
                Usage.cpuSeconds(detector.handle()));
    }

    private static double value(String body, String metric) {
        return body.lines()
                .filter(line -> line.startsWith("framelog_viewer_detect_" + metric + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.indexOf(' ') + 1)))
                .sum();
    }

    private static void search(Workbench bench, Markdown page) throws IOException, InterruptedException {
        StreamName stream = Recording.names(0, 1, "camera-", 1).get(0);
        try (Topic topic = bench.framelog().newTopic()) {
            topic.create(1);
            Recorder recorder = new Recorder(ClipPictures.at(Recording.FRAMES_PER_SECOND, bench));
            Recording recording =
                    recorder.record(topic, 0, List.of(stream), bench.options().history());
            double speed;
            List<String> arguments = List.of("--stream", stream.value(), "--from", "earliest");
            try (RunningCommand search = bench.framelog().detect(topic, List.of(), arguments)) {
                Matcher summary = search.awaitLine(SPEED, SEARCH_LIMIT);
                speed = Double.parseDouble(summary.group(1));
            }
            page.paragraph(String.format(
                    Locale.ROOT,
                    "`--from` searches %.1f minutes of %d fps and %d KB a frame at %s times real time, with Kafka on the"
                            + " same cores.",
                    recording.minutes(),
                    Recording.FRAMES_PER_SECOND,
                    recording.frameBytes() / 1000,
                    Figures.of(0, speed)));
            bench.say("detect, search of %.1f minutes: %.1f times real time", recording.minutes(), speed);
        }
    }
}
