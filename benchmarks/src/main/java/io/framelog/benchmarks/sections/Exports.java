package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.recording.Recording;
import io.framelog.benchmarks.report.Column;
import io.framelog.benchmarks.report.Figures;
import io.framelog.benchmarks.report.Markdown;
import io.framelog.benchmarks.report.Row;
import io.framelog.benchmarks.sections.ReplaySection.Goal;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** How fast {@code viewer export} makes files. */
record Exports(Workbench bench) {
    private static final Duration ENCODED = Duration.ofMinutes(1);
    private static final Duration EXPORT_LIMIT = Duration.ofMinutes(15);
    private static final Duration READ_LIMIT = Duration.ofMinutes(10);
    private static final Duration POLL_LIMIT = Duration.ofSeconds(10);
    /** As the viewer's readers of long ranges ask for. */
    private static final int PARTITION_BYTES = 4 * 1024 * 1024;

    /** What the command says of a file: frames, seconds of video, seconds without the command's start. */
    private static final Pattern DONE =
            Pattern.compile(": (\\d+) frames, ([0-9.]+) s of video(?:, [0-9.]+ MB)?, in ([0-9.]+) s ");

    /**
     * What {@code viewer export} says of a file.
     *
     * @param frames in the file
     * @param videoSeconds from its first frame to its last
     * @param seconds from the first look into the log, without the start of the command
     */
    record Summary(long frames, double videoSeconds, double seconds) {
        /** Finds it in the command's output. */
        static Optional<Summary> of(List<String> lines) {
            return lines.stream()
                    .map(DONE::matcher)
                    .filter(Matcher::find)
                    .map(done -> new Summary(
                            Long.parseLong(done.group(1)),
                            Double.parseDouble(done.group(2)),
                            Double.parseDouble(done.group(3))))
                    .findFirst();
        }
    }

    /**
     * A file that was made.
     *
     * @param wallSeconds from the command to its end
     */
    private record Made(Summary summary, double wallSeconds, double megabytes) {}

    /** How fast a stream was read, without and with the start of the command; NaN if that is not known. */
    private record Speed(double megabytesPerSecond, double ofAll) {}

    /** Something that reads a stream. */
    private record Reader(String label, Workbench.Measurement<Recording, Speed> measurement) {}

    /**
     * Measures, and writes.
     *
     * @param shared streams that share a partition
     * @param alone a stream that is alone in its topic
     */
    List<Goal> run(Markdown page, Recording shared, Recording alone) throws IOException, InterruptedException {
        page.heading(3, "Clips made by `viewer export`");
        return List.of(encode(page, shared, alone), copy(page, alone));
    }

    private Goal encode(Markdown page, Recording shared, Recording alone) throws IOException, InterruptedException {
        boolean pinned = bench.commands().firstLine("taskset", "--version").isPresent();
        int lastCore = Runtime.getRuntime().availableProcessors() - 1;
        List<String> prefix = pinned ? List.of("taskset", "-c", Integer.toString(lastCore)) : List.of();
        List<Row<Recording, Made>> rows = bench.rounds(
                "replay",
                List.of(alone, shared),
                recording -> export(recording, recording.atMost(ENCODED), prefix, "mp4"),
                (recording, made) -> Workbench.text(
                        "mp4 of one of %d streams: %.1f times real time",
                        recording.streams().size(),
                        made.summary().videoSeconds() / made.summary().seconds()));
        page.table(
                rows,
                Column.of(
                        "MP4 (H.264), " + shared.atMost(ENCODED).toSeconds() + " s, " + Recording.SIZE.width() + "x"
                                + Recording.SIZE.height()
                                + (pinned ? ", on one core" : ", on all cores: taskset is absent"),
                        row -> row.key().equals(alone)
                                ? "alone in its partition"
                                : "one of " + shared.streams().size() + " in a partition"),
                Column.medians("times real time", 1, Exports::timesRealTime),
                Column.medians("the whole command", 1, made -> made.summary().videoSeconds() / made.wallSeconds()),
                Column.medians("file, MB", 1, Made::megabytes));
        return new Goal("MP4 on one core", "5 times real time", rows.get(0).medians(1, Exports::timesRealTime));
    }

    private static double timesRealTime(Made made) {
        return made.summary().videoSeconds() / made.summary().seconds();
    }

    private Goal copy(Markdown page, Recording alone) throws IOException, InterruptedException {
        List<Row<Reader, Speed>> rows = bench.rounds(
                "replay",
                List.of(
                        new Reader("`.mkv`", recording -> copy(recording, "mkv")),
                        new Reader("`.zip`", recording -> copy(recording, "zip")),
                        new Reader("only read: a Kafka consumer in a warm JVM", this::consumer),
                        new Reader("only read: kcat", this::kcat)),
                reader -> reader.measurement().measure(alone),
                (reader, speed) -> Workbench.text("%s: %s", reader.label(), speed));
        page.table(
                rows,
                Column.of(
                        "copied, " + Figures.of(1, alone.minutes()) + " minutes of a stream alone in its partition",
                        row -> row.key().label()),
                Column.medians("MB/s", 0, Speed::megabytesPerSecond),
                Column.medians("the whole command", 0, Speed::ofAll));
        double slower = Math.min(
                rows.get(0).median(Speed::megabytesPerSecond), rows.get(1).median(Speed::megabytesPerSecond));
        return new Goal("copied into a file", "100 MB/s", Figures.of(0, slower));
    }

    private Speed copy(Recording recording, String ending) throws IOException, InterruptedException {
        Made made = export(recording, recording.length(), List.of(), ending);
        return new Speed(made.megabytes() / made.summary().seconds(), made.megabytes() / made.wallSeconds());
    }

    /**
     * Exports the beginning of a recording's first stream.
     *
     * @param prefix a command that runs the export; empty for none
     * @param ending of the file's name: mp4, mkv, zip
     * @throws CommandFailure if the export fails or a frame is missing
     */
    private Made export(Recording recording, Duration length, List<String> prefix, String ending)
            throws IOException, InterruptedException {
        Path file = bench.scratch().resolve("export." + ending);
        List<String> arguments = List.of(
                "--stream=" + recording.streams().get(0),
                "--from=" + recording.beginMillis(),
                "--to=" + recording.endMillis(length),
                file.toString());
        long begin = System.nanoTime();
        try (RunningCommand export = bench.framelog().export(recording.topic(), prefix, arguments)) {
            List<String> lines = export.awaitSuccess(EXPORT_LIMIT);
            double seconds = (System.nanoTime() - begin) / 1e9;
            long frames = recording.framesUntil(length);
            Summary summary = Summary.of(lines)
                    .filter(said -> said.frames() == frames)
                    .orElseThrow(() -> new CommandFailure(
                            ExitCode.UNEXPECTED, "viewer export did not write " + frames + " frames: " + lines));
            return new Made(summary, seconds, Files.size(file) / 1e6);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** A consumer in this JVM, from its construction to its last record. */
    private Speed consumer(Recording recording) {
        TopicPartition partition = new TopicPartition(recording.topic().name(), recording.partition());
        Map<String, Object> settings = Map.of(
                ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                recording.topic().bootstrapServer(),
                ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                PARTITION_BYTES);
        long begin = System.nanoTime();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long bytes = 0;
            for (long read = 0; read < recording.framesPerStream(); ) {
                long before = read;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL_LIMIT)) {
                    bytes += record.value().length;
                    read++;
                }
                if (read == before) {
                    throw new CommandFailure(ExitCode.UNEXPECTED, "Kafka delivered only " + read + " records");
                }
            }
            return new Speed(bytes / 1e6 / ((System.nanoTime() - begin) / 1e9), Double.NaN);
        }
    }

    /** kcat, from the command to its end; NaN if it is not installed. */
    private Speed kcat(Recording recording) throws InterruptedException {
        if (bench.commands().firstLine("kcat", "-V").isEmpty()) {
            return new Speed(Double.NaN, Double.NaN);
        }
        String command = "exec kcat -C -q -b " + recording.topic().bootstrapServer() + " -t "
                + recording.topic().name() + " -p " + recording.partition() + " -o beginning -c "
                + recording.framesPerStream() + " >/dev/null";
        long begin = System.nanoTime();
        bench.commands().run(READ_LIMIT, List.of("sh", "-c", command));
        double seconds = (System.nanoTime() - begin) / 1e9;
        return new Speed(Double.NaN, recording.framesPerStream() * (double) recording.frameBytes() / 1e6 / seconds);
    }
}
