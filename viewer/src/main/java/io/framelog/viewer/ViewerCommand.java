package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.tls.TlsFiles;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer}. */
@Command(
        name = "viewer",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = ViewerCommand.Version.class,
        subcommands = ExportCommand.class,
        description = "Shows the streams that lie in Kafka to browsers and other MJPEG clients.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "1:unexpected fault",
            "2:wrong option",
            "66:no such --kafka-config file, or no usable certificate and key",
            "69:the port cannot be had",
            "130:Ctrl-C",
            "143:terminated"
        },
        footer = "Every option can be given by the environment as well: FRAMELOG_PORT for --port, and so on.")
final class ViewerCommand implements Callable<Integer> {
    private static final int MAX_STATS = 86_400;
    /** Fewer than the log's readers, of which others want some, too. */
    private static final int MOST_CLIPS = 12;

    private static final int MAX_PORT = 65_535;
    private static final int DEFAULT_MAX_VIEWERS = 2_000;
    private static final int DEFAULT_MAX_REPLAYS = 50;
    private static final int LARGEST_MAX_REPLAYS = 1_000;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8000",
            description = "Where to listen; ${DEFAULT-VALUE} by default, 0 for any that is free.")
    private int port;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            defaultValue = "127.0.0.1",
            description = "On which address; ${DEFAULT-VALUE} (this machine alone) by default, 0.0.0.0 for all.")
    private String host = "";

    @Option(
            names = "--tls-certificate",
            paramLabel = "FILE",
            description =
                    "Listen with HTTPS: the certificate and those behind it, PEM. Seen again where it is renewed.")
    private @Nullable Path tlsCertificate;

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            description = "Its private key: PEM, PKCS #8 without a password, RSA or EC.")
    private @Nullable Path tlsKey;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--default-stream",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "What /kaf/, /stream, /snapshot and /?action=stream show; ${DEFAULT-VALUE} by default.")
    private String defaultStream = "";

    @Option(
            names = "--max-viewers",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_MAX_VIEWERS,
            description = "Connections that may show a stream at a time; ${DEFAULT-VALUE} by default.")
    private int maxViewers;

    @Option(
            names = "--max-replays",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_MAX_REPLAYS,
            description = "Connections that may show the past at a time; ${DEFAULT-VALUE} by default, 0 for none, "
                    + LARGEST_MAX_REPLAYS + " at most.")
    private int maxReplays;

    @Mixin
    private FrameLimit frameLimit = new FrameLimit();

    @Option(
            names = "--send-buffer",
            paramLabel = "BYTES",
            defaultValue = "0",
            description =
                    "How much of a stream the system may hold for a client (SO_SNDBUF): more for distant clients, less for "
                            + "fresh pictures on slow ones. 0, the default: twice the frame, within 64 KiB and 1 MiB; "
                            + "-1: as the system likes.")
    private int sendBuffer;

    @Option(
            names = "--stats",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Log a line this often that tells where frames spend their time; 0, the default: never.")
    private int stats;

    @Option(
            names = "--max-clip",
            paramLabel = "DURATION",
            defaultValue = "10m",
            converter = DurationConverter.class,
            description = "The longest clip that a client gets, such as 90s or 1h; ${DEFAULT-VALUE} by "
                    + "default. 'viewer export' has no limit.")
    private Duration maxClip = ClipLimits.DEFAULT_LENGTH;

    @Option(
            names = "--max-clips",
            paramLabel = "N",
            defaultValue = "" + ClipLimits.DEFAULT_AT_A_TIME,
            description = "Clips that may be made at a time; ${DEFAULT-VALUE} by default, " + MOST_CLIPS + " at most.")
    private int maxClips;

    @SuppressWarnings("UnusedVariable") // CommandRunner looks for it
    @Option(names = "--verbose", fallbackValue = "true", description = "Log more, and faults with their stack traces.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ViewerOptions options = options();
        CountDownLatch stopped = new CountDownLatch(1);
        ViewerService service = new ViewerService(options, kafka);
        // Runs at SIGINT and SIGTERM; the process lives until it has ended.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
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
        stopped.await();
        return ExitCode.OK;
    }

    private ViewerOptions options() {
        require(port >= 0 && port <= MAX_PORT, "--port " + port + ": 0 to " + MAX_PORT + " is wanted");
        require(maxViewers >= 1, "--max-viewers " + maxViewers + ": at least 1 is wanted");
        require(
                maxReplays >= 0 && maxReplays <= LARGEST_MAX_REPLAYS,
                "--max-replays " + maxReplays + ": 0 to " + LARGEST_MAX_REPLAYS + " is wanted");
        require(maxClip.compareTo(Duration.ZERO) > 0, "--max-clip: more than nothing is wanted");
        require(
                maxClips >= 1 && maxClips <= MOST_CLIPS,
                "--max-clips " + maxClips + ": 1 to " + MOST_CLIPS + " is wanted");
        require(stats >= 0 && stats <= MAX_STATS, "--stats " + stats + ": 0 to " + MAX_STATS + " seconds is wanted");
        require(sendBuffer >= -1, "--send-buffer " + sendBuffer + ": -1, 0 or a number of bytes is wanted");
        require(
                StreamName.isValid(defaultStream),
                "--default-stream " + defaultStream + ": letters, digits, '.', '_' and '-' make a name");
        return new ViewerOptions(
                host,
                port,
                tls(),
                new StreamName(defaultStream),
                maxViewers,
                frameLimit.bytes(),
                new SendBuffer(sendBuffer),
                ViewerOptions.STALL_LIMIT,
                Duration.ofSeconds(stats),
                maxReplays,
                new ClipLimits(maxClip, maxClips, ClipLimits.DEFAULT_PAUSE));
    }

    private Optional<TlsFiles> tls() {
        if (tlsCertificate != null && tlsKey != null) {
            return Optional.of(new TlsFiles(tlsCertificate, tlsKey));
        }
        require(tlsKey == null, "--tls-key wants --tls-certificate beside it");
        require(tlsCertificate == null, "--tls-certificate wants --tls-key beside it");
        return Optional.empty();
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    /** The version that the jar's manifest has. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Viewer.class.getPackage().getImplementationVersion();
            return new String[] {"viewer " + (version == null ? "(not packaged)" : version)};
        }
    }
}
