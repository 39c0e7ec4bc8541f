package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.VersionProvider;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.ffmpeg.ImageSettings;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.publisher.source.CameraSystem;
import io.framelog.publisher.source.SourceSpec;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The publisher's command line: checks it, and starts what it asks for. */
@Command(
        name = "publisher",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        description = "Publishes the frames of a camera, file or URL to an Apache Kafka topic.",
        footer = {
            "",
            "Every option can be given as an environment variable: --bootstrap-server as FRAMELOG_BOOTSTRAP_SERVER.",
            "Exit codes: 0 done, 1 unexpected, 2 usage, 66 no such file, camera or URL, 69 Kafka unreachable, 130 Ctrl-C, 143 SIGTERM."
        })
final class PublishCommand implements Callable<Integer> {
    /** What fits into the launcher's heap together with what is under way; no usual topic takes as much. */
    private static final int MOST_FRAME_BYTES = 32_000_000;

    @Mixin
    private final SourceArguments sources = new SourceArguments();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "default",
            converter = StreamNameConverter.class,
            description = "The stream's name, the key of its records; '${DEFAULT-VALUE}' by default.")
    private StreamName stream = StreamName.DEFAULT;

    @Option(
            names = "--image-format",
            paramLabel = "jpeg|png",
            defaultValue = "jpeg",
            description =
                    "How frames are encoded; ${DEFAULT-VALUE} by default. A source's own JPEGs are passed through.")
    private ImageFormat format = ImageFormat.JPEG;

    @Option(
            names = "--quality",
            paramLabel = "1..100",
            defaultValue = "80",
            description = "JPEG quality on libjpeg's scale; ${DEFAULT-VALUE} by default. Not for JPEGs passed through.")
    private int quality;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "The frames' size. A camera is asked for it; otherwise pictures are scaled to it.")
    private @Nullable ImageSize size;

    @Option(
            names = "--fps",
            paramLabel = "N",
            description = "Never more frames per second than this. A camera is asked for it.")
    private @Nullable Double framesPerSecond;

    @Option(names = "--loop", fallbackValue = "true", description = "Play a file again and again.")
    private boolean loop;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            converter = SpeedConverter.class,
            description = "How fast a file plays: 1 as recorded (default), 2 twice as fast, max as fast as it goes.")
    private @Nullable Double speed;

    @Option(
            names = "--encoder-threads",
            paramLabel = "N",
            description = "How many frames of a file are encoded side by side; by default as many as there are cores.")
    private @Nullable Integer encoderThreads;

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "N",
            defaultValue = "8000000",
            description = "The largest frame that is sent; ${DEFAULT-VALUE} by default. The topic must take it, too.")
    private int maxFrameBytes;

    @Option(
            names = "--connect-timeout",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long to wait for Kafka at the start; ${DEFAULT-VALUE} by default.")
    private int connectTimeout;

    @Option(
            names = "--stats",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "Log a line this often that tells where frames spend their time; 0, the default: never.")
    private int stats;

    @Option(names = "--list-cameras", fallbackValue = "true", description = "Show this machine's cameras and exit.")
    private boolean listCameras;

    @Option(names = "--verbose", fallbackValue = "true", description = "Log more, and stack traces with errors.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    /** @param environment where the source is looked up when the command line names none */
    PublishCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        FFmpegLog.set(verbose);
        if (listCameras) {
            return listCameras();
        }
        SourceSpec source = sources.resolve(environment);
        check(source);
        double pace = speed == null ? 1 : speed;
        PublishSettings settings = new PublishSettings(
                source,
                stream,
                new ImageSettings(format, quality, Optional.ofNullable(size), threads()),
                framesPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(framesPerSecond),
                loop,
                pace,
                maxFrameBytes,
                Duration.ofSeconds(connectTimeout),
                Duration.ofSeconds(stats));
        Publication publication = new Publication(kafka, settings);
        Thread onSignal = new Thread(publication::stop, "shutdown");
        Runtime.getRuntime().addShutdownHook(onSignal);
        try {
            publication.run();
        } catch (InterruptedException e) {
            // By the hook above: the signal gives the exit code.
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK;
    }

    private int threads() {
        return encoderThreads == null ? Math.min(64, Runtime.getRuntime().availableProcessors()) : encoderThreads;
    }

    private void check(SourceSpec source) {
        boolean recording = source instanceof SourceSpec.Recording;
        if (!recording && loop) {
            throw usage("--loop needs a file");
        }
        if (!recording && !(source instanceof SourceSpec.Url) && speed != null) {
            throw usage("--speed needs a file");
        }
        between("--quality", quality, 1, 100);
        between("--max-frame-bytes", maxFrameBytes, 1, MOST_FRAME_BYTES);
        between("--connect-timeout", connectTimeout, 1, 86_400);
        between("--stats", stats, 0, 86_400);
        between("--encoder-threads", threads(), 1, 64);
        if (framesPerSecond != null && !(framesPerSecond > 0 && framesPerSecond <= 1000)) {
            throw usage("--fps " + framesPerSecond + ": use a number over 0, up to 1000");
        }
        kafka.topic();
        kafka.clientConfig();
    }

    private void between(String option, int value, int least, int most) {
        if (value < least || value > most) {
            throw usage(option + " " + value + ": use " + least + " to " + most);
        }
    }

    private static CommandFailure usage(String message) {
        return new CommandFailure(ExitCode.USAGE, message + " (see publisher --help)");
    }

    private int listCameras() {
        var out = java.util.Objects.requireNonNull(spec).commandLine().getOut();
        var cameras = CameraSystem.ofThisMachine().list();
        cameras.forEach(camera -> out.println(camera.name() + "\t" + camera.description()));
        if (cameras.isEmpty()) {
            out.println("no cameras found");
        }
        return ExitCode.OK;
    }

    /** A stream's name on the command line. */
    static final class StreamNameConverter implements ITypeConverter<StreamName> {
        @Override
        public StreamName convert(String value) {
            try {
                return new StreamName(value);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }

    /** WxH. */
    static final class SizeConverter implements ITypeConverter<ImageSize> {
        @Override
        public ImageSize convert(String value) {
            String[] parts = value.split("[xX]", -1);
            try {
                if (parts.length == 2) {
                    return new ImageSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                // Said below, for both reasons.
            }
            throw new TypeConversionException(
                    "'" + value + "' is no size: use WIDTHxHEIGHT in pixels, such as 1280x720");
        }
    }

    /** A factor, or max. */
    static final class SpeedConverter implements ITypeConverter<Double> {
        @Override
        public Double convert(String value) {
            if (value.equalsIgnoreCase("max")) {
                return Double.POSITIVE_INFINITY;
            }
            try {
                double factor = Double.parseDouble(value);
                if (factor >= 0.01 && factor <= 1000) {
                    return factor;
                }
            } catch (NumberFormatException e) {
                // Said below, for both reasons.
            }
            throw new TypeConversionException("'" + value + "' is no speed: use a number from 0.01 to 1000, or max");
        }
    }
}
