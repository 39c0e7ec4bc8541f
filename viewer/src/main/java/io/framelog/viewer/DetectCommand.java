package io.framelog.viewer;

import io.framelog.cli.ExitCode;
import io.framelog.cli.Subcommand;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.detect.DetectionGroup;
import io.framelog.viewer.detect.FileDetection;
import io.framelog.viewer.detect.FindingText;
import io.framelog.viewer.detect.StreamSettings;
import io.framelog.viewer.detect.Zones;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer detect}. */
@Command(
        name = "detect",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = {
            "Finds motion in the streams in Kafka, and writes events. Several processes share the streams.",
            "With --file it searches a video file instead, and prints each event with its time in the file."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The whole file was searched.",
            "1:An unexpected error.",
            "2:A wrong option or value.",
            "66:The file does not exist, or is no video that can be read to its end; or the --kafka-config file cannot "
                    + "be read.",
            "69:Kafka denies access.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_SENSITIVITY for --sensitivity, "
                + "except --file, --json, --fps, --zone and --ignore.")
final class DetectCommand implements Callable<Integer> {
    /** Options of a single search, those that may be repeated, and --fps, which means another thing to a publisher. */
    static final Set<String> NOT_IN_ENVIRONMENT = Set.of("--file", "--json", "--zone", "--ignore", "--fps");

    private static final long END_SECONDS = 3;

    private static final Logger LOG = LoggerFactory.getLogger(DetectCommand.class);

    @Option(names = "--file", paramLabel = "FILE", description = "Search this video file, without Kafka.")
    private @Nullable Path file;

    @Option(
            names = "--json",
            fallbackValue = "true",
            description =
                    "With --file: print one line of JSON for each event, with file, type, from and to in seconds, "
                            + "boxes, area, score.")
    private boolean json;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "A stream to watch. May be repeated. Default: all streams.")
    private @Nullable List<StreamName> streams;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            defaultValue = "framelog-detect",
            description = "The consumer group: processes with the same name share the streams. Default: "
                    + "${DEFAULT-VALUE}.")
    private String group = "";

    @Mixin
    private MotionOptions motion = new MotionOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private FrameLimit frameLimit = new FrameLimit();

    @Option(names = "--verbose", fallbackValue = "true", description = "Log more, and print stack traces of errors.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Subcommand.requireOptionsBehindName(spec);
        Zones zones = motion.zones();
        var unusedSettings = motion.settings(zones, Optional.empty());
        long leastStep = motion.leastStep();
        if (file != null) {
            FFmpegLog.set(verbose);
            searchFile(file, zones, leastStep);
            return ExitCode.OK;
        }
        if (json) {
            throw new UsageFailure("--json needs --file");
        }
        StreamSettings settings = new StreamSettings(
                streams == null ? Set.of() : Set.copyOf(streams),
                stream -> motion.settings(zones, Optional.of(stream)),
                leastStep);
        RecordFilter filter = new RecordFilter(frameLimit.bytes(), new SkippedRecords());
        new ConsumerFactory(kafka).check();
        FFmpegLog.set(verbose);
        watch(new DetectionGroup(kafka, group, settings, filter));
        return ExitCode.OK;
    }

    private void watch(DetectionGroup detection) throws InterruptedException {
        CountDownLatch ended = new CountDownLatch(1);
        // Runs at SIGINT and SIGTERM; the JVM sets their exit codes.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            detection.stop();
                            await(ended);
                        },
                        "end"));
        LOG.info("looking for motion in topic {} of Kafka at {}, in group {}", kafka.topic(), kafka.address(), group);
        try {
            detection.run();
        } finally {
            ended.countDown();
        }
    }

    private static void await(CountDownLatch ended) {
        try {
            if (!ended.await(END_SECONDS, TimeUnit.SECONDS)) {
                LOG.debug("the consumer has not ended in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void searchFile(Path video, Zones zones, long leastStep) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int[] found = {0};
        FileDetection detection = new FileDetection(video, motion.settings(zones, Optional.empty()), leastStep, it -> {
            if (!json && found[0] == 0) {
                out.println(FindingText.HEAD);
            }
            found[0]++;
            out.println(json ? FindingText.json(video.toString(), it) : FindingText.row(it));
            out.flush();
        });
        double seconds = detection.run();
        if (!json) {
            out.println(
                    String.format(Locale.ROOT, "viewer: %s: %d events in %.1f s of video", video, found[0], seconds));
            out.flush();
        }
    }
}
