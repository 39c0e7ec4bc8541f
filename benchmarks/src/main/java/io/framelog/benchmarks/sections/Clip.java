package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.process.RunningCommand;
import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The video that is published as fast as it goes.
 *
 * @param once as it was given or made
 * @param joined ten times one after the other, in H.264, so that start-up does not count; the same as {@code once} without
 *     ffmpeg
 * @param words what it is, for people
 */
record Clip(Path once, Path joined, String words) {
    private static final int TIMES = 10;
    private static final int SECONDS = 30;
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    /** @param ffmpeg whether the command is there */
    static Clip prepare(Workbench bench, boolean ffmpeg) throws InterruptedException {
        Optional<Path> given = bench.options().file();
        if (!ffmpeg) {
            Path file = given.orElseThrow(() -> new CommandFailure(
                    ExitCode.UNEXPECTED, "without ffmpeg no video can be made: name one with --file"));
            return new Clip(file, file, file.getFileName().toString());
        }
        Path once = given.isPresent() ? given.get() : make(bench);
        String name = String.valueOf(once.getFileName());
        Path joined = bench.scratch().resolve("joined" + name.substring(Math.max(0, name.lastIndexOf('.'))));
        ffmpeg(
                bench,
                List.of(
                        "-stream_loop",
                        Integer.toString(TIMES - 1),
                        "-i",
                        once.toString(),
                        "-an",
                        // Encoded anew: copied, its times step back at each joint, where ffmpeg gives up.
                        "-c:v",
                        "libx264",
                        "-preset",
                        "veryfast",
                        joined.toString()));
        String words = given.isPresent() ? name : "ffmpeg's test picture in H.264, 640x480, " + SECONDS + " s";
        return new Clip(once, joined, words + ", " + TIMES + " times, in H.264");
    }

    private static Path make(Workbench bench) throws InterruptedException {
        Path clip = bench.scratch().resolve("clip.mp4");
        ffmpeg(
                bench,
                List.of(
                        "-f",
                        "lavfi",
                        "-i",
                        "testsrc2=size=640x480:rate=30",
                        "-t",
                        Integer.toString(SECONDS),
                        "-c:v",
                        "libx264",
                        "-pix_fmt",
                        "yuv420p",
                        clip.toString()));
        return clip;
    }

    private static void ffmpeg(Workbench bench, List<String> arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        command.addAll(arguments);
        try (RunningCommand running = bench.commands().start(Map.of(), command)) {
            running.awaitSuccess(PATIENCE);
        }
    }
}
