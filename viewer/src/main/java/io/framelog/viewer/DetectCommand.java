package io.framelog.viewer;

import io.framelog.cli.ExitCode;
import io.framelog.cli.LogOptions;
import io.framelog.cli.Subcommand;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.detect.DetectionConfig;
import io.framelog.viewer.detect.DetectionFeature;
import io.framelog.viewer.detect.FileDetection;
import io.framelog.viewer.detect.FindingText;
import io.framelog.viewer.detect.StreamSettings;
import io.framelog.viewer.detect.WatchRule;
import io.framelog.viewer.detect.WatchSettings;
import io.framelog.viewer.detect.Zones;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
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
            "Finds motion, and faces, in the streams in Kafka, and writes events. Several processes share the streams.",
            "With --from it searches the past of a stream, and prints what it finds. A TIME is " + Moment.FORMS + ".",
            "With --file it searches a video file, and prints each event with its time in the file."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The whole file, or the whole time, was searched.",
            "1:An unexpected error.",
            "2:A wrong option or value.",
            "66:The file does not exist, or is no video that can be read to its end; there are no frames in that time; "
                    + "or the --kafka-config or --face-model file cannot be used.",
            "69:Kafka denies access, or does not deliver the past; or the address or port is not available.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_SENSITIVITY for --sensitivity, "
                + "except --file, --from, --to, --publish, --json, --fps, --zone and --ignore.")
final class DetectCommand implements Callable<Integer> {
    /** Options of a single search, those that may be repeated, and --fps, which means another thing to a publisher. */
    static final Set<String> NOT_IN_ENVIRONMENT =
            Set.of("--file", "--from", "--to", "--publish", "--json", "--zone", "--ignore", "--fps");

    private static final Logger LOG = LoggerFactory.getLogger(DetectCommand.class);

    @Option(names = "--file", paramLabel = "FILE", description = "Search this video file, without Kafka.")
    private @Nullable Path file;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "Search the past of the --stream from this time on, and write no events.")
    private @Nullable String from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "latest",
            description = "With --from: search up to this time. Default: ${DEFAULT-VALUE}.")
    private String to = "";

    @Option(
            names = "--publish",
            description = "With --from: write what was found as events, except what is told already.")
    private boolean publish;

    @Option(
            names = "--json",
            fallbackValue = "true",
            description =
                    "With --file or --from: print one line of JSON for each event, with type, from and to, boxes, area, "
                            + "score.")
    private boolean json;

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "A stream to watch. May be repeated. Default: all streams.")
    private @Nullable List<StreamName> streams;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            defaultValue = DetectionFeature.GROUP,
            description = "The consumer group: processes with the same name share the streams. Default: "
                    + "${DEFAULT-VALUE}.")
    private String group = "";

    @Mixin
    private MotionOptions motion = new MotionOptions();

    @Mixin
    private FaceOptions faces = new FaceOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private FrameLimit frameLimit = new FrameLimit();

    @Mixin
    private MetricsOptions metrics = new MetricsOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Subcommand.requireOptionsBehindName(spec);
        Zones zones = motion.zones();
        WatchRule usual = motion.rule(zones, Optional.empty());
        DetectionConfig config = motion.file();
        if (file != null) {
            require(from == null, "--from and --file exclude each other: one searches Kafka, the other one a file");
            FFmpegLog.set(log.verbose());
            searchFile(file, config.present().defaults().or(usual).settings());
            return ExitCode.OK;
        }
        require(from != null || !json, "--json needs --file or --from");
        require(from != null || !publish, "--publish needs --from");
        require(from != null || to.equals("latest"), "--to needs --from");
        Set<StreamName> chosen = streams == null ? Set.of() : Set.copyOf(streams);
        StreamSettings settings = new StreamSettings(
                config,
                stream -> chosen.isEmpty() || chosen.contains(stream),
                stream -> motion.rule(zones, Optional.of(stream)),
                Optional.empty());
        if (from != null) {
            searchPast(from, settings);
            return ExitCode.OK;
        }
        metrics.check();
        new ConsumerFactory(kafka).check();
        FFmpegLog.set(log.verbose());
        watch(settings.with(faces.search()));
        return ExitCode.OK;
    }

    private void searchPast(String begin, StreamSettings settings) throws InterruptedException {
        List<StreamName> named = streams == null ? List.of() : streams;
        require(named.size() == 1, "--from searches one stream: name it with --stream NAME");
        FFmpegLog.set(log.verbose());
        StreamSettings wanted = settings.with(faces.search());
        Instant now = Instant.now();
        PrintWriter err = spec.commandLine().getErr();
        new PastSearch(
                        kafka,
                        frameLimit.bytes(),
                        wanted,
                        json,
                        publish,
                        spec.commandLine().getOut())
                .run(
                        named.get(0),
                        PastSearch.moment("--from", begin, now, err),
                        PastSearch.moment("--to", to, now, err));
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new UsageFailure(message);
        }
    }

    private void watch(StreamSettings settings) throws InterruptedException {
        RecordFilter filter = new RecordFilter(frameLimit.bytes(), new SkippedRecords());
        KafkaHealth health = new KafkaHealth(kafka.address(), kafka.topic(), kafka::diagnose);
        DetectionFeature detection = new DetectionFeature(kafka, group, settings, filter, health);
        @Nullable MetricsServer server = metrics.serve(detection, health);
        CountDownLatch stopped = new CountDownLatch(1);
        // Runs at SIGINT and SIGTERM. The process lives until this thread has ended.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            detection.close();
                            if (server != null) {
                                server.close();
                            }
                            stopped.countDown();
                        },
                        "stop"));
        LOG.info("looking for motion in topic {} of Kafka at {}, in group {}", kafka.topic(), kafka.address(), group);
        detection.start();
        stopped.await();
    }

    private void searchFile(Path video, WatchSettings settings) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        int[] found = {0};
        FileDetection detection = new FileDetection(video, settings, faces.search(), it -> {
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
