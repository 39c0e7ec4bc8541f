package io.framelog.publisher;

import io.framelog.cli.ExitCode;
import io.framelog.cli.OptionRange;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.ffmpeg.AllowedMedia;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.ffmpeg.ImageSettings;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.log.LogFormat;
import io.framelog.publisher.source.CameraSystem;
import io.framelog.publisher.source.SourceSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** The command line of {@code publisher}. */
@Command(
        name = "publisher",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        description = "Publishes the frames of a camera, file or URL to an Apache Kafka topic.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The source was published to its end.",
            "1:An unexpected error, or a file that could not be published to its end.",
            "2:A wrong option or value.",
            "3:Java's heap is too small, or was full.",
            "66:The camera, file, URL or --kafka-config file cannot be read.",
            "69:Kafka cannot be reached, or denies access.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_BOOTSTRAP_SERVER for "
                + "--bootstrap-server.")
final class PublishCommand implements Callable<Integer> {
    /** Fits into the launcher's heap together with the frames in flight. Few topics accept as much. */
    private static final int MAX_FRAME_BYTES = 32_000_000;

    private static final int MAX_ENCODER_THREADS = 64;
    private static final Duration ONE_DAY = Duration.ofDays(1);

    @Mixin
    private final SourceArguments sources = new SourceArguments();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The stream's name, which is the key of its records. Default: ${DEFAULT-VALUE}.")
    private StreamName stream = StreamName.DEFAULT;

    @Option(
            names = "--image-format",
            paramLabel = "jpeg|png",
            defaultValue = "jpeg",
            description =
                    "The frames' encoding. A source's own JPEGs are passed on unchanged. Default: ${DEFAULT-VALUE}.")
    private ImageFormat format = ImageFormat.JPEG;

    @Option(
            names = "--quality",
            paramLabel = "1..100",
            defaultValue = "80",
            description = "The JPEG quality on libjpeg's scale; not for JPEGs that are passed on unchanged. "
                    + "Default: ${DEFAULT-VALUE}.")
    private int quality;

    @Option(
            names = "--size",
            paramLabel = "WxH",
            converter = SizeConverter.class,
            description = "The frames' size. A camera is asked for it; other pictures are scaled.")
    private @Nullable ImageSize size;

    @Option(
            names = "--fps",
            paramLabel = "N",
            description = "The highest frame rate. A camera is asked for it; other frames are left out.")
    private @Nullable Double framesPerSecond;

    @Option(names = "--loop", fallbackValue = "true", description = "Repeat a file without end.")
    private boolean loop;

    @Option(
            names = "--resume",
            fallbackValue = "true",
            description = "Go on with a file after the last frame of it that the topic has, with the same options.")
    private boolean resume;

    @Option(
            names = "--speed",
            paramLabel = "N|max",
            converter = SpeedConverter.class,
            description = "A file's speed: 1 as recorded, 2 twice as fast, max as fast as possible. Default: 1.")
    private @Nullable Double speed;

    @Option(
            names = "--encoder-threads",
            paramLabel = "N",
            description = "How many frames of a file are encoded in parallel. Default: the number of cores.")
    private @Nullable Integer encoderThreads;

    @Option(
            names = "--max-frame-bytes",
            paramLabel = "N",
            defaultValue = "8000000",
            description = "The largest frame that is sent. The topic must accept it, too. Default: ${DEFAULT-VALUE}.")
    private int maxFrameBytes;

    @Option(
            names = "--connect-timeout",
            paramLabel = "DURATION",
            defaultValue = "30s",
            description = "How long to wait for Kafka at the start. Default: ${DEFAULT-VALUE}.")
    private Duration connectTimeout = Duration.ofSeconds(30);

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long a live source may deliver nothing before it is opened again. Default: for URLs 10s "
                    + "to 90s, three times the longest pause that was seen; for cameras 10s.")
    private @Nullable Duration timeout;

    @Option(
            names = "--allow",
            paramLabel = "NAME",
            split = ",",
            description = "Formats, codecs and protocols to read in addition to the common ones, by FFmpeg's names; "
                    + "all: every format and codec. Only for sources that you trust.")
    private List<String> allowed = List.of();

    @Option(
            names = "--stats",
            paramLabel = "DURATION",
            defaultValue = "0s",
            description = "How often to log how long frames take in each stage, such as 10s. 0s: never. Default: "
                    + "${DEFAULT-VALUE}.")
    private Duration stats = Duration.ZERO;

    @Option(names = "--list-cameras", fallbackValue = "true", description = "List this machine's cameras and exit.")
    private boolean listCameras;

    @SuppressWarnings("UnusedVariable") // CommandRunner reads it from the parsed command line
    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Log as text, or as json: one JSON object a line. Default: ${DEFAULT-VALUE}")
    private LogFormat logFormat = LogFormat.TEXT;

    @Option(names = "--verbose", fallbackValue = "true", description = "Log more, and print stack traces of errors.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    /** @param environment names the source if the command line does not */
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
                Optional.ofNullable(timeout),
                loop,
                resume,
                pace,
                maxFrameBytes,
                connectTimeout,
                stats,
                new AllowedMedia(Set.copyOf(allowed)));
        Publication publication = new Publication(kafka, settings);
        Thread onSignal = new Thread(publication::stop, "shutdown");
        Runtime.getRuntime().addShutdownHook(onSignal);
        publication.run().failure().ifPresent(failure -> {
            throw failure;
        });
        return ExitCode.OK; // a signal has its own exit code
    }

    private int threads() {
        return encoderThreads == null
                ? Math.min(MAX_ENCODER_THREADS, Runtime.getRuntime().availableProcessors())
                : encoderThreads;
    }

    private void check(SourceSpec source) {
        boolean recording = source instanceof SourceSpec.Recording;
        boolean input = source instanceof SourceSpec.StandardInput;
        if (!recording && loop) {
            throw new UsageFailure("--loop needs a file" + (input ? ", not standard input" : ""));
        }
        if (!recording && resume) {
            throw new UsageFailure("--resume needs a file" + (input ? ", not standard input" : ""));
        }
        if (loop && resume) {
            throw new UsageFailure("--resume goes on to a file's end, and --loop has none: use one of them");
        }
        if (!recording && !input && !(source instanceof SourceSpec.Url) && speed != null) {
            throw new UsageFailure("--speed needs a file");
        }
        OptionRange.requireBetween("--quality", quality, 1, 100);
        OptionRange.requireBetween("--max-frame-bytes", maxFrameBytes, 1, MAX_FRAME_BYTES);
        OptionRange.requireBetween("--connect-timeout", connectTimeout, Duration.ofSeconds(1), ONE_DAY);
        OptionRange.requireBetween("--stats", stats, Duration.ZERO, ONE_DAY);
        if (timeout != null) {
            OptionRange.requireBetween("--timeout", timeout, Duration.ofSeconds(1), ONE_DAY);
        }
        OptionRange.requireBetween("--encoder-threads", threads(), 1, MAX_ENCODER_THREADS);
        if (framesPerSecond != null && !(framesPerSecond > 0 && framesPerSecond <= 1000)) {
            throw new UsageFailure("--fps must be greater than 0 and at most 1000, not " + framesPerSecond);
        }
        for (String name : allowed) {
            if (!AllowedMedia.isName(name)) {
                throw new UsageFailure("--allow must be a name of FFmpeg, such as magicyuv, not '" + name + "'");
            }
        }
        kafka.topic();
        kafka.clientConfig();
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

    /** Reads a size such as 1280x720. */
    static final class SizeConverter implements ITypeConverter<ImageSize> {
        @Override
        public ImageSize convert(String value) {
            String[] parts = value.split("[xX]", -1);
            try {
                if (parts.length == 2) {
                    return new ImageSize(Integer.parseInt(parts[0]), Integer.parseInt(parts[1]));
                }
            } catch (IllegalArgumentException e) {
                // Reported below.
            }
            throw new TypeConversionException("'" + value + "' is not a size in pixels such as 1280x720");
        }
    }

    /** Reads a factor, or max as infinity. */
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
                // Reported below.
            }
            throw new TypeConversionException("'" + value + "' is not a number between 0.01 and 1000, or max");
        }
    }
}
