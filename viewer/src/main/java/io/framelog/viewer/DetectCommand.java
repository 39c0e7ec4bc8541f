package io.framelog.viewer;

import io.framelog.cli.ExitCode;
import io.framelog.cli.OptionRange;
import io.framelog.cli.Subcommand;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.detection.motion.MotionSettings;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.viewer.detect.FileDetection;
import io.framelog.viewer.detect.FindingText;
import io.framelog.viewer.detect.Zones;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer detect}. */
@Command(
        name = "detect",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = "Finds motion in a video file, without Kafka. Prints each event with its time in the file.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The whole file was searched.",
            "1:An unexpected error.",
            "2:A wrong option or value.",
            "66:The file does not exist, or is no video that can be read to its end.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_SENSITIVITY for --sensitivity, "
                + "except --file, --json, --zone and --ignore.")
final class DetectCommand implements Callable<Integer> {
    /** Options of a single search, and those that may be repeated. */
    static final Set<String> NOT_IN_ENVIRONMENT = Set.of("--file", "--json", "--zone", "--ignore");

    private static final int MAX_FPS = 30;
    private static final Duration MAX_QUIET = Duration.ofMinutes(10);

    @Option(names = "--file", paramLabel = "FILE", required = true, description = "The video file to search.")
    private Path file = Path.of("");

    @Option(
            names = "--json",
            fallbackValue = "true",
            description =
                    "Print one line of JSON for each event: file, type, from and to in seconds, boxes, area, score.")
    private boolean json;

    @Option(
            names = "--sensitivity",
            paramLabel = "N",
            defaultValue = "5",
            description = "1 to 10: with a higher number, fainter and smaller things count as motion. Default: "
                    + "${DEFAULT-VALUE}.")
    private int sensitivity;

    @Option(
            names = "--zone",
            paramLabel = "NAME=X,Y…",
            description = "Only motion in this polygon counts, such as 'door=0.4,0 0.6,0 0.6,1 0.4,1': corners as "
                    + "fractions of width and height from the upper left corner. May be repeated. Default: the whole "
                    + "picture.")
    private @Nullable List<String> zones;

    @Option(
            names = "--ignore",
            paramLabel = "X,Y…",
            description = "Motion in this polygon does not count, such as '0,0 1,0 1,0.1 0,0.1'. May be repeated. "
                    + "Default: nothing.")
    private @Nullable List<String> ignored;

    @Option(
            names = "--quiet",
            paramLabel = "DURATION",
            description =
                    "An event is over when nothing has moved for so long. Default: 10s, or 1.5s after the scene is "
                            + "again as it was before.")
    private @Nullable Duration quiet;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many pictures a second are looked at, 1 to " + MAX_FPS + ". Default: ${DEFAULT-VALUE}.")
    private int fps;

    @Option(names = "--verbose", fallbackValue = "true", description = "Log more, and print stack traces of errors.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Subcommand.requireOptionsBehindName(spec);
        MotionSettings settings = settings();
        OptionRange.requireBetween("--fps", fps, 1, MAX_FPS);
        PrintWriter out = spec.commandLine().getOut();
        int[] found = {0};
        FileDetection detection = new FileDetection(file, settings, fps, finding -> {
            if (!json && found[0] == 0) {
                out.println(FindingText.HEAD);
            }
            found[0]++;
            out.println(json ? FindingText.json(file.toString(), finding) : FindingText.row(finding));
            out.flush();
        });
        FFmpegLog.set(verbose);
        double seconds = detection.run();
        if (!json) {
            out.println(
                    String.format(Locale.ROOT, "viewer: %s: %d events in %.1f s of video", file, found[0], seconds));
            out.flush();
        }
        return ExitCode.OK;
    }

    private MotionSettings settings() {
        OptionRange.requireBetween("--sensitivity", sensitivity, 1, 10);
        if (quiet != null && (quiet.isZero() || quiet.compareTo(MAX_QUIET) > 0)) {
            throw new UsageFailure("--quiet must be more than 0s and at most 10m");
        }
        try {
            return new MotionSettings(
                    sensitivity,
                    Zones.ofFile(zones == null ? List.of() : zones),
                    Zones.ignoredOfFile(ignored == null ? List.of() : ignored),
                    Optional.ofNullable(quiet));
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(String.valueOf(e.getMessage()), e);
        }
    }
}
