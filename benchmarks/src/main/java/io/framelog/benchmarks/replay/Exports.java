package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.replay.Exporter.Made;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Medians;
import io.framelog.benchmarks.sections.Workbench;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How fast {@code viewer export} makes files. */
final class Exports {
    private static final Duration ENCODED = Duration.ofMinutes(1);
    private static final String ALONE = "alone in its partition";
    private static final List<String> COPIES = List.of("mkv", "zip");

    private final Workbench bench;
    private final Exporter exporter;
    private final PlainReaders readers;

    /**
     * How fast a stream that is alone in its partition becomes a file, without the command's start.
     *
     * @param timesRealTime as MP4
     * @param megabytesPerSecond copied, the slower one of the formats
     */
    record Speed(double timesRealTime, double megabytesPerSecond) {}

    Exports(Workbench bench) {
        this.bench = bench;
        exporter = new Exporter(bench);
        readers = new PlainReaders(bench);
    }

    /**
     * Measures, and writes.
     *
     * @param shared streams that share a partition
     * @param alone a stream that has one, and a topic, for itself
     */
    Speed run(Markdown page, Recording shared, Recording alone) throws IOException, InterruptedException {
        page.heading(3, "Clips made by `viewer export`");
        double timesRealTime = encode(page, shared, alone);
        return new Speed(timesRealTime, copy(page, alone));
    }

    private double encode(Markdown page, Recording shared, Recording alone) throws IOException, InterruptedException {
        boolean pinned = bench.tool().firstLine("taskset", "--version").isPresent();
        int lastCore = Runtime.getRuntime().availableProcessors() - 1;
        List<String> prefix = pinned ? List.of("taskset", "-c", Integer.toString(lastCore)) : List.of();
        Map<String, Recording> recordings = new LinkedHashMap<>();
        recordings.put(ALONE, alone);
        recordings.put("one of " + shared.streams().size() + " in a partition", shared);
        Map<String, List<Made>> made = new LinkedHashMap<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            for (Map.Entry<String, Recording> of : recordings.entrySet()) {
                Recording recording = of.getValue();
                Made clip = exporter.run(recording, recording.atMost(ENCODED), prefix, "mp4");
                made.computeIfAbsent(of.getKey(), key -> new ArrayList<>()).add(clip);
                bench.say(
                        "replay, round %d: mp4 of a stream %s: %.1f times real time",
                        round, of.getKey(), clip.timesRealTime());
            }
        }
        page.table(
                List.of(
                        "MP4 (H.264), " + shared.atMost(ENCODED).toSeconds() + " s, " + Recording.WIDTH + "x"
                                + Recording.HEIGHT + (pinned ? ", on one core" : ", on all cores: taskset is absent"),
                        "times real time",
                        "the whole command",
                        "file, MB"),
                made.entrySet().stream()
                        .map(of -> List.of(
                                of.getKey(),
                                Figures.of(Medians.of(of.getValue(), Made::timesRealTime), 1),
                                Figures.of(Medians.of(of.getValue(), Made::timesRealTimeOfAll), 1),
                                Figures.of(Medians.of(of.getValue(), clip -> clip.bytes() / 1e6), 1)))
                        .toList());
        return Medians.of(made.getOrDefault(ALONE, List.of()), Made::timesRealTime);
    }

    private double copy(Markdown page, Recording alone) throws IOException, InterruptedException {
        Map<String, List<Made>> made = new LinkedHashMap<>();
        List<Double> consumer = new ArrayList<>();
        List<Double> kcat = new ArrayList<>();
        for (int round = 1; round <= bench.options().rounds(); round++) {
            for (String ending : COPIES) {
                Made clip = exporter.run(alone, alone.length(), List.of(), ending);
                made.computeIfAbsent(ending, key -> new ArrayList<>()).add(clip);
                bench.say("replay, round %d: %s: %.0f MB/s", round, ending, clip.megabytesPerSecond());
            }
            consumer.add(readers.consumer(alone, alone.framesPerStream()));
            kcat.add(readers.kcat(alone, alone.framesPerStream()));
            bench.say(
                    "replay, round %d: a plain consumer: %.0f MB/s, kcat: %.0f MB/s",
                    round, consumer.get(round - 1), kcat.get(round - 1));
        }
        List<List<String>> rows = new ArrayList<>();
        made.forEach((ending, clips) -> rows.add(List.of(
                "`." + ending + "`",
                Figures.of(Medians.of(clips, Made::megabytesPerSecond), 0),
                Figures.of(Medians.of(clips, Made::megabytesPerSecondOfAll), 0))));
        rows.add(List.of("only read: a Kafka consumer in a warm JVM", Figures.of(Medians.of(consumer), 0), "–"));
        rows.add(List.of("only read: kcat", "–", Figures.of(Medians.of(kcat), 0)));
        page.table(
                List.of(
                        "copied, " + Figures.of(alone.length().toMillis() / 6e4, 1)
                                + " minutes of a stream alone in its partition",
                        "MB/s",
                        "the whole command"),
                rows);
        return made.values().stream()
                .mapToDouble(clips -> Medians.of(clips, Made::megabytesPerSecond))
                .min()
                .orElse(Double.NaN);
    }
}
