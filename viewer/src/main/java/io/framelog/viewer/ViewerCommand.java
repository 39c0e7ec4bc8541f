package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.LogOptions;
import io.framelog.cli.OptionRange;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.config.SettingsFile;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.detect.DetectionConfig;
import io.framelog.viewer.detect.FaceModel;
import io.framelog.viewer.detect.StreamSettings;
import io.framelog.viewer.detect.WatchRule;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.FrameAncestors;
import io.framelog.viewer.preview.PreviewFeature;
import io.framelog.viewer.timeline.TimelineLimits;
import io.framelog.viewer.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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

/** The command line of {@code viewer}. */
@Command(
        name = "viewer",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        subcommands = {
            DetectCommand.class,
            ExportCommand.class,
            ForgetCommand.class,
            NotifyCommand.class,
            UsersCommand.class
        },
        description = "Shows streams from Kafka, live and past, in browsers and other MJPEG clients.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "1:An unexpected error.",
            "2:A wrong option or value.",
            "3:Java's heap is too small, or was full.",
            "66:The --kafka-config file, file of users, certificate or key cannot be used.",
            "69:The address or port is not available.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_PORT for --port.")
final class ViewerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(ViewerCommand.class);
    private static final Duration MAX_STATS = Duration.ofDays(1);
    /** Less than the number of log readers, so that clips do not use all of them. */
    private static final int MAX_CLIPS = 12;

    /** A hundred years: only to keep arithmetic in range. */
    private static final Duration MAX_CLIP = Duration.ofDays(36_500);

    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_MAX_VIEWERS = 2_000;
    private static final int DEFAULT_MAX_REPLAYS = 50;
    private static final int MAX_REPLAYS = 1_000;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "The port to listen on; 0 for any free port. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "The address to listen on; 0.0.0.0 for all. Default: ${DEFAULT-VALUE}, only this machine.")
    private String host = "";

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description = "Serve HTTPS and HTTP/2 with this certificate chain (PEM). Reloaded when the file changes.")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "The certificate's private key (PEM; PKCS #8 without a password; RSA or EC).")
    private @Nullable Path tlsKey;

    @Mixin
    private AccessOptions access = new AccessOptions();

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--default-stream",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The stream of /kaf/, /stream, /snapshot and /?action=stream. Default: ${DEFAULT-VALUE}.")
    private StreamName defaultStream = StreamName.DEFAULT;

    @Option(
            names = "--max-viewers",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_MAX_VIEWERS,
            description = "How many connections may show a stream at the same time. Default: ${DEFAULT-VALUE}.")
    private int maxViewers;

    @Option(
            names = "--max-replays",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_MAX_REPLAYS,
            description = "How many connections may show the past at the same time, 0 to " + MAX_REPLAYS
                    + ". Default: ${DEFAULT-VALUE}.")
    private int maxReplays;

    @Option(
            names = "--preview-threads",
            paramLabel = "N",
            description = "How many pictures are made smaller at the same time, for clients that ask for a width. "
                    + "Default: half of the processor's cores.")
    private int previewThreads = PreviewFeature.defaultThreads();

    @Mixin
    private FrameLimit frameLimit = new FrameLimit();

    @Option(
            names = "--send-buffer",
            paramLabel = "BYTES",
            defaultValue = "0",
            description =
                    "The send buffer of a client's connection (SO_SNDBUF): larger for distant clients, smaller for "
                            + "fresh pictures on slow ones. 0: twice a frame, between 64 KiB and 1 MiB. -1: the "
                            + "system's own. Default: ${DEFAULT-VALUE}.")
    private int sendBuffer;

    @Option(
            names = "--stats",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description = "How often to log how long frames take in each stage, such as 10s. 0s: never. Default: "
                    + "${DEFAULT-VALUE}.")
    private Duration stats = Duration.ZERO;

    @Option(
            names = "--detect",
            paramLabel = "KIND",
            split = ",",
            splitSynopsisLabel = ",",
            description = "Also look for this in all streams, as 'viewer detect' does: motion, or motion,face. "
                    + "Default: nothing.")
    private List<String> detect = List.of();

    @Option(
            names = "--detect-config",
            paramLabel = "FILE",
            description = "With --detect: settings of each stream, as --config of 'viewer detect'.")
    private @Nullable Path detectConfig;

    @Option(
            names = "--max-clip",
            paramLabel = "DURATION",
            defaultValue = "10m",
            description = "The longest clip that a client can download, such as 90s, 1h or 1d. 'viewer export' has no "
                    + "limit. Default: ${DEFAULT-VALUE}.")
    private Duration maxClip = ClipLimits.DEFAULT_LENGTH;

    @Option(
            names = "--max-clips",
            paramLabel = "N",
            defaultValue = "" + ClipLimits.DEFAULT_AT_A_TIME,
            description =
                    "How many clips may be made at the same time, 1 to " + MAX_CLIPS + ". Default: ${DEFAULT-VALUE}.")
    private int maxClips;

    @Option(
            names = "--allow-origin",
            paramLabel = "ORIGIN",
            split = ",",
            splitSynopsisLabel = ",",
            description = "A website whose scripts may read this viewer's answers (CORS), such as "
                    + "https://www.example.org; * for all. Can be repeated, or separated by commas. Default: none.")
    private List<String> allowOrigins = List.of();

    @Option(
            names = "--frame-ancestors",
            paramLabel = "ORIGIN",
            split = ",",
            splitSynopsisLabel = ",",
            description = "A website that may show the page in a frame, such as https://www.example.org or "
                    + "https://*.example.org; self for the viewer's own address, * for all. Can be repeated, or separated "
                    + "by commas. Default: none.")
    private List<String> frameAncestors = List.of();

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ViewerOptions options = options();
        CountDownLatch stopped = new CountDownLatch(1);
        ViewerService service = new ViewerService(options, kafka);
        // Runs at SIGINT and SIGTERM. The process lives until this thread has ended.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            service.retire();
                            service.close();
                            stopped.countDown();
                        },
                        "stop"));
        try {
            service.start();
        } catch (CommandFailure e) {
            service.close();
            throw e;
        }
        spec.commandLine()
                .getOut()
                .println("viewer: " + service.address() + " (Kafka at " + kafka.address() + ", topic " + kafka.topic()
                        + ")");
        spec.commandLine().getOut().flush();
        Exposure.warning(options).ifPresent(LOG::warn);
        stopped.await();
        return ExitCode.OK;
    }

    private ViewerOptions options() {
        OptionRange.requireBetween("--port", port, 0, MAX_PORT);
        OptionRange.requireAtLeast("--max-viewers", maxViewers, 1);
        OptionRange.requireBetween("--max-replays", maxReplays, 0, MAX_REPLAYS);
        OptionRange.requireBetween("--preview-threads", previewThreads, 1, PreviewFeature.maxThreads());
        OptionRange.requireBetween("--max-clip", maxClip, Duration.ofMillis(1), MAX_CLIP);
        OptionRange.requireBetween("--max-clips", maxClips, 1, MAX_CLIPS);
        OptionRange.requireBetween("--stats", stats, Duration.ZERO, MAX_STATS);
        OptionRange.requireAtLeast("--send-buffer", sendBuffer, -1);
        return new ViewerOptions(
                host,
                port,
                tls(),
                defaultStream,
                maxViewers,
                frameLimit.bytes(),
                new SendBuffer(sendBuffer),
                ViewerOptions.STALL_LIMIT,
                stats,
                maxReplays,
                previewThreads,
                new ClipLimits(maxClip, maxClips, ClipLimits.DEFAULT_PAUSE),
                TimelineLimits.DEFAULT,
                CrossOrigin.of(allowOrigins),
                FrameAncestors.of(frameAncestors),
                access.settings(host),
                detection());
    }

    private Optional<StreamSettings> detection() {
        for (String kind : detect) {
            if (!kind.equals("motion") && !kind.equals("face")) {
                throw new UsageFailure("--detect has '" + kind + "', which cannot be looked for: use motion or face");
            }
        }
        if (detect.isEmpty()) {
            if (detectConfig != null) {
                throw new UsageFailure("--detect-config needs --detect");
            }
            return Optional.empty();
        }
        DetectionConfig config = detectConfig == null
                ? DetectionConfig.none()
                : DetectionConfig.of(new SettingsFile("--detect-config", detectConfig));
        StreamSettings settings =
                new StreamSettings(config, stream -> true, stream -> WatchRule.NONE, Optional.empty());
        FFmpegLog.set(log.verbose());
        if (!detect.contains("face")) {
            return Optional.of(settings);
        }
        return Optional.of(settings.with(Optional.of(FaceModel.usual())));
    }

    private Optional<TlsFiles> tls() {
        if (tlsCertificate != null && tlsKey != null) {
            return Optional.of(new TlsFiles(tlsCertificate, tlsKey));
        }
        if (tlsKey != null) {
            throw new UsageFailure("--tls-key needs --tls-certificate");
        }
        if (tlsCertificate != null) {
            throw new UsageFailure("--tls-certificate needs --tls-key");
        }
        return Optional.empty();
    }
}
