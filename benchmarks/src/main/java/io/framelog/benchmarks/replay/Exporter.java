package io.framelog.benchmarks.replay;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.benchmarks.sections.Workbench;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Runs {@code viewer export} into files that are measured and removed. */
final class Exporter {
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    private final Workbench bench;

    /**
     * A file that was made.
     *
     * @param said by the command
     * @param wallSeconds from the command to its end
     * @param bytes of the file
     */
    record Made(ExportReport said, double wallSeconds, long bytes) {
        /** Seconds of video in a second, without the command's start. */
        double timesRealTime() {
            return said.videoSeconds() / said.seconds();
        }

        double timesRealTimeOfAll() {
            return said.videoSeconds() / wallSeconds;
        }

        double megabytesPerSecond() {
            return bytes / 1e6 / said.seconds();
        }

        double megabytesPerSecondOfAll() {
            return bytes / 1e6 / wallSeconds;
        }
    }

    Exporter(Workbench bench) {
        this.bench = bench;
    }

    /**
     * The beginning of a recording's first stream.
     *
     * @param prefix a command that runs it; empty for none
     * @param ending of the file's name: mp4, mkv, zip
     * @throws CommandFailure if it fails, or a frame is missing
     */
    Made run(Recording recording, Duration length, List<String> prefix, String ending)
            throws IOException, InterruptedException {
        Path file = bench.scratch().resolve("export." + ending);
        List<String> arguments = List.of(
                "--stream",
                recording.streams().get(0).value(),
                "--from",
                Long.toString(recording.beginMillis()),
                "--to",
                Long.toString(recording.endMillis(length)),
                file.toString());
        long begin = System.nanoTime();
        try (RunningCommand export = bench.framelog().export(recording.topic(), prefix, arguments)) {
            List<String> lines = export.awaitSuccess(PATIENCE);
            double seconds = (System.nanoTime() - begin) / 1e9;
            ExportReport said = ExportReport.of(lines)
                    .orElseThrow(() -> new CommandFailure(ExitCode.UNEXPECTED, "viewer export says " + lines));
            long wanted = recording.framesUntil(length);
            if (said.frames() != wanted) {
                throw new CommandFailure(
                        ExitCode.UNEXPECTED, "viewer export wrote " + said.frames() + " frames of " + wanted);
            }
            return new Made(said, seconds, Files.size(file));
        } finally {
            Files.deleteIfExists(file);
        }
    }
}
