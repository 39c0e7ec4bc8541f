package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How fast a file is published, and what a camera's own JPEGs cost that are passed through. */
public final class FileSection implements Section {
    private static final String PUBLISHER = "publisher, encoder threads: ";
    private static final String BUNDLED =
            "the publisher's FFmpeg as a command, `-c:v mjpeg -q:v 4 -f null`, encoder threads: ";
    private static final String INSTALLED = "the installed `ffmpeg`, the same, encoder threads: ";
    private static final String DEFAULT = "publisher as it comes (quality 80)";
    private static final String FINE = "publisher, quality 95";
    private static final String PYTHON = "OpenCV `imencode` and kafka-python, the file once, quality ";

    /** A program's way to publish, measured once. */
    private interface Runner {
        double framesPerSecond() throws InterruptedException;
    }

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
        boolean ffmpeg = bench.tool().output("ffmpeg", "-version").isPresent();
        Optional<String> python = FileRace.interpreter(bench);
        Clip clip = Clip.prepare(bench, ffmpeg);
        FileRace race = new FileRace(bench, clip);
        Map<String, Runner> runners = new LinkedHashMap<>();
        for (int threads = 1; threads <= 2; threads++) {
            int encoders = threads;
            runners.put(
                    PUBLISHER + encoders,
                    () -> race.publisher(List.of("--encoder-threads", Integer.toString(encoders))));
            String bundled = FileRace.bundledFfmpeg();
            runners.put(BUNDLED + encoders, () -> race.ffmpeg(bundled, encoders));
            if (ffmpeg) {
                runners.put(INSTALLED + encoders, () -> race.ffmpeg("ffmpeg", encoders));
            }
        }
        runners.put(DEFAULT, () -> race.publisher(List.of()));
        runners.put(FINE, () -> race.publisher(List.of("--quality", "95")));
        python.ifPresent(interpreter -> {
            runners.put(PYTHON + 95, () -> race.python(interpreter, 95));
            runners.put(PYTHON + 80, () -> race.python(interpreter, 80));
        });
        Map<String, List<Double>> rates = new LinkedHashMap<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            for (Map.Entry<String, Runner> runner : runners.entrySet()) {
                double rate = runner.getValue().framesPerSecond();
                rates.computeIfAbsent(runner.getKey(), name -> new ArrayList<>())
                        .add(rate);
                bench.say("file, round %d: %s: %.1f frames per second", round, runner.getKey(), rate);
            }
        }
        page.heading(2, "A file, as fast as it goes");
        page.paragraph("The file: " + clip.words() + ", " + race.frames() + " frames. Medians of "
                + bench.options().rounds() + " alternating rounds. The publisher's frames are acknowledged by Kafka.");
        write(page, rates);
        List<String> absent = new ArrayList<>();
        if (!ffmpeg) {
            absent.add("ffmpeg is absent: it is not installed; the file was not joined either.");
        }
        if (python.isEmpty()) {
            absent.add("Python is absent: none here has cv2 and kafka (Debian: python3-opencv, python3-kafka).");
        }
        page.list(absent);
        new PassThrough(bench).run(page);
    }

    private static void write(Markdown page, Map<String, List<Double>> rates) {
        page.table(
                List.of("program", "frames per second"),
                rates.entrySet().stream()
                        .map(entry -> List.of(entry.getKey(), Figures.of(Medians.of(entry.getValue()), 1)))
                        .toList());
        page.table(
                List.of("ratio", "times as fast"),
                RATIOS.stream()
                        .filter(ratio -> rates.containsKey(ratio.of()) && rates.containsKey(ratio.to()))
                        .map(ratio -> List.of(
                                ratio.of() + " / " + ratio.to(),
                                Figures.of(median(rates, ratio.of()) / median(rates, ratio.to()), 2)))
                        .toList());
    }

    private static double median(Map<String, List<Double>> rates, String program) {
        return Medians.of(rates.getOrDefault(program, List.of()));
    }
}
