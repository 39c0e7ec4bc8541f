package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.camera.Camera;
import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.process.Usage;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Python;
import io.framelog.benchmarks.servers.Topic;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.bytedeco.ffmpeg.ffmpeg;
import org.bytedeco.javacpp.Loader;

/** How fast a file is published, and what it costs to pass a camera's own JPEGs through. */
final class FileSection implements Section {
    private static final String PUBLISHER = "publisher, encoder threads: ";
    private static final String BUNDLED =
            "the publisher's FFmpeg as a command, `-c:v mjpeg -q:v 4 -f null`, encoder threads: ";
    private static final String INSTALLED = "the installed `ffmpeg`, the same, encoder threads: ";
    private static final String DEFAULT = "publisher as it comes (quality 80)";
    private static final String FINE = "publisher, quality 95";
    private static final String PYTHON = "OpenCV `imencode` and kafka-python, the file once, quality ";

    /** A way to turn the file into JPEGs. */
    private record Program(String name, Workbench.Measurement<FileRace, Double> framesPerSecond) {}

    /** Two programs that are compared. */
    private record Ratio(String of, String to) {}

    private static final List<Ratio> RATIOS = List.of(
            new Ratio(PUBLISHER + 1, BUNDLED + 1),
            new Ratio(PUBLISHER + 2, BUNDLED + 2),
            new Ratio(PUBLISHER + 1, INSTALLED + 1),
            new Ratio(PUBLISHER + 2, INSTALLED + 2),
            new Ratio(DEFAULT, PYTHON + 95),
            new Ratio(DEFAULT, PYTHON + 80),
            new Ratio(FINE, PYTHON + 95));

    @Override
    public String name() {
        return "file";
    }

    @Override
    public void run(Workbench bench, Markdown page) throws IOException, InterruptedException {
        boolean ffmpeg = bench.commands().firstLine("ffmpeg", "-version").isPresent();
        Optional<String> python = new Python(bench.commands()).with("cv2, kafka");
        Clip clip = Clip.prepare(bench, ffmpeg);
        FileRace race = new FileRace(bench, clip);
        List<Row<Program, Double>> rows = bench.rounds(
                name(),
                programs(ffmpeg, python),
                program -> program.framesPerSecond().measure(race),
                (program, rate) -> Workbench.text("%s: %.1f frames per second", program.name(), rate));
        page.heading(2, "A file, as fast as it goes");
        page.paragraph("The file: " + clip.description() + ", " + race.frames() + " frames. Medians of "
                + bench.options().rounds() + " alternating rounds. The publisher's frames are acknowledged by Kafka.");
        page.table(
                rows,
                Column.of("program", row -> row.key().name()),
                Column.medians("frames per second", 1, rate -> rate));
        Map<String, Double> rates =
                rows.stream().collect(Collectors.toMap(row -> row.key().name(), row -> row.median(rate -> rate)));
        page.table(
                RATIOS.stream()
                        .filter(ratio -> rates.keySet().containsAll(List.of(ratio.of(), ratio.to())))
                        .toList(),
                Column.of("ratio", ratio -> ratio.of() + " / " + ratio.to()),
                Column.of(
                        "times as fast",
                        ratio -> Figures.of(
                                2,
                                rates.getOrDefault(ratio.of(), Double.NaN)
                                        / rates.getOrDefault(ratio.to(), Double.NaN))));
        List<String> absent = new ArrayList<>();
        if (!ffmpeg) {
            absent.add("ffmpeg is absent: it is not installed; the file was not joined either.");
        }
        if (python.isEmpty()) {
            absent.add("Python is absent: none here has cv2 and kafka (Debian: python3-opencv, python3-kafka).");
        }
        page.list(absent);
        passThrough(bench, page);
    }

    private static List<Program> programs(boolean ffmpeg, Optional<String> python) {
        String bundled = Loader.load(ffmpeg.class);
        List<Program> programs = new ArrayList<>();
        for (int threads = 1; threads <= 2; threads++) {
            int encoders = threads;
            programs.add(new Program(
                    PUBLISHER + encoders, race -> race.publisher("--encoder-threads", Integer.toString(encoders))));
            programs.add(new Program(BUNDLED + encoders, race -> race.ffmpeg(bundled, encoders)));
            if (ffmpeg) {
                programs.add(new Program(INSTALLED + encoders, race -> race.ffmpeg("ffmpeg", encoders)));
            }
        }
        programs.add(new Program(DEFAULT, race -> race.publisher()));
        programs.add(new Program(FINE, race -> race.publisher("--quality", "95")));
        python.ifPresent(interpreter -> {
            programs.add(new Program(PYTHON + 95, race -> race.python(interpreter, 95)));
            programs.add(new Program(PYTHON + 80, race -> race.python(interpreter, 80)));
        });
        return programs;
    }

    private static void passThrough(Workbench bench, Markdown page) throws IOException, InterruptedException {
        try (Camera small = Camera.small(bench.clock());
                Camera large = Camera.large(bench.clock())) {
            List<Row<Camera, Double>> rows = bench.rounds(
                    "file",
                    List.of(small, large),
                    camera -> passThroughPercent(bench, camera),
                    (camera, percent) ->
                            Workbench.text("passing through %s: %.1f %% of a core", camera.description(), percent));
            page.heading(3, "A camera's JPEGs passed through");
            page.table(
                    rows,
                    Column.of("camera", row -> row.key().description()),
                    Column.medians("publisher, % of a core", 1, percent -> percent));
        }
    }

    private static double passThroughPercent(Workbench bench, Camera camera) throws InterruptedException {
        try (Topic topic = bench.framelog().newTopic();
                RunningCommand publisher = bench.framelog().publisher(topic, camera, "default")) {
            Framelog.awaitPublishing(publisher);
            TimeUnit.MILLISECONDS.sleep(bench.options().warmUp().toMillis());
            double before = Usage.cpuSeconds(publisher.handle());
            long begin = System.nanoTime();
            TimeUnit.MILLISECONDS.sleep(bench.options().length().toMillis());
            return 100 * (Usage.cpuSeconds(publisher.handle()) - before) / ((System.nanoTime() - begin) / 1e9);
        }
    }
}
