package io.framelog.benchmarks.sections;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The video that is published as fast as possible.
 *
 * @param once as it was given or made
 * @param joined ten times in a row in H.264, so that the start does not count; without ffmpeg the same as {@code once}
 * @param description for the page
 */
record Clip(Path once, Path joined, String description) {
    private static final int TIMES = 10;
    private static final int SECONDS = 30;
    private static final Duration FFMPEG_LIMIT = Duration.ofMinutes(5);

    /**
     * Makes it.
     *
     * @param ffmpeg whether that command is installed
     */
    static Clip prepare(Workbench bench, boolean ffmpeg) throws InterruptedException {
        Optional<Path> given = bench.options().file();
        if (!ffmpeg) {
            Path file = given.orElseThrow(() -> new CommandFailure(
                    ExitCode.UNEXPECTED, "ffmpeg is not installed, so no video can be made; name one with --file"));
            return new Clip(file, file, file.getFileName().toString());
        }
        Path once = given.orElseGet(() -> bench.scratch().resolve("clip.mp4"));
        if (given.isEmpty()) {
            ffmpeg(
                    bench,
                    "-f lavfi -i testsrc2=size=640x480:rate=30 -t " + SECONDS + " -c:v libx264 -pix_fmt yuv420p",
                    once);
        }
        String name = String.valueOf(once.getFileName());
        Path joined = bench.scratch().resolve("joined" + name.substring(Math.max(0, name.lastIndexOf('.'))));
        // Encoded again: in a copy, times would step back at each joint, where ffmpeg fails.
        ffmpeg(bench, "-stream_loop " + (TIMES - 1), "-i", once, "-an -c:v libx264 -preset veryfast", joined);
        String made = "ffmpeg's test picture in H.264, 640x480, " + SECONDS + " s";
        return new Clip(once, joined, (given.isPresent() ? name : made) + ", " + TIMES + " times, in H.264");
    }

    /** Runs ffmpeg. Strings are split at their spaces, paths are not. */
    private static void ffmpeg(Workbench bench, Object... arguments) throws InterruptedException {
        List<String> command = new ArrayList<>(List.of("ffmpeg", "-v", "error", "-nostdin", "-y"));
        for (Object argument : arguments) {
            command.addAll(
                    argument instanceof Path
                            ? List.of(argument.toString())
                            : List.of(argument.toString().split(" ")));
        }
        bench.commands().run(FFMPEG_LIMIT, command);
    }
}
