package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.OptionRange;
import io.framelog.cli.UsageFailure;
import io.framelog.ffmpeg.AllowedMedia;
import io.framelog.ffmpeg.ImageSettings;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.publisher.source.SourceOptions.Transport;
import io.framelog.publisher.source.SourceSpec;
import io.framelog.status.StatusTopic;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of one stream: on the command line, and as keys of a stream in the file of {@code --config}. */
final class StreamOptions {
    /** Those that only some sources can have. As defaults, they are left out for other ones. */
    private static final Map<String, Predicate<SourceSpec>> OF_SOME = Map.of(
            "--loop", StreamOptions::isFile,
            "--resume", StreamOptions::isFile,
            "--speed", StreamOptions::isFile,
            "--every", StreamOptions::isHttp,
            "--transport", StreamOptions::isRtsp);

    /** Those that several streams cannot share. */
    static final Set<String> OF_ONE = Stream.concat(SourceArguments.OPTIONS.stream(), Stream.of("--name"))
            .collect(Collectors.toUnmodifiableSet());

    private static final int MAX_ENCODER_THREADS = 64;
    private static final Duration EVERY = Duration.ofSeconds(1);
    private static final Duration LEAST_EVERY = Duration.ofMillis(20);
    private static final Duration LEAST_TIMEOUT = Duration.ofSeconds(1);

    @Mixin
    private final SourceArguments sources = new SourceArguments();

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "What people call the stream. Viewers show it instead of the stream's name.")
    private @Nullable String name;

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
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long a live source may deliver nothing before it is opened again. Default: for URLs 10s "
                    + "to 90s, three times the longest pause that was seen; for cameras 10s.")
    private @Nullable Duration timeout;

    @Option(
            names = "--every",
            paramLabel = "DURATION",
            description = "How often an address of single pictures is asked. Default: 1s, or as --fps says for --url.")
    private @Nullable Duration every;

    @Option(
            names = "--transport",
            paramLabel = "tcp|udp",
            defaultValue = "tcp",
            description = "What RTSP uses: udp, if tcp is too slow. Default: ${DEFAULT-VALUE}.")
    private Transport transport = Transport.TCP;

    @Option(
            names = "--allow",
            paramLabel = "NAME",
            split = ",",
            description = "Formats, codecs and protocols to read in addition to the common ones, by FFmpeg's names; "
                    + "all: every format and codec. Only for sources that you trust.")
    private List<String> allowed = List.of();

    /** The options that name the source. */
    SourceArguments sources() {
        return sources;
    }

    /** Whether an option is none for a source, so that a default does not apply. */
    static boolean isForOthers(String option, SourceSpec source) {
        Predicate<SourceSpec> some = OF_SOME.get(option);
        return some != null && !some.test(source);
    }

    private static boolean isFile(SourceSpec source) {
        return source instanceof SourceSpec.Recording;
    }

    private static boolean isHttp(SourceSpec source) {
        return source instanceof SourceSpec.Url url && url.address().isHttp();
    }

    private static boolean isRtsp(SourceSpec source) {
        return source instanceof SourceSpec.Url url && url.address().scheme().startsWith("rtsp");
    }

    private int threads() {
        return encoderThreads == null
                ? Math.min(MAX_ENCODER_THREADS, Runtime.getRuntime().availableProcessors())
                : encoderThreads;
    }

    /**
     * What is wrong with the options, although each of them can be read.
     *
     * @return what is wrong, by the option's name
     */
    Map<String, CommandFailure> mistakes(SourceSpec source) {
        Map<String, CommandFailure> mistakes = new LinkedHashMap<>();
        boolean recording = isFile(source);
        boolean input = source instanceof SourceSpec.StandardInput;
        String aFile = " needs a file" + (input ? ", not standard input" : "");
        require(mistakes, recording || !loop, "--loop", aFile);
        require(mistakes, recording || !resume, "--resume", aFile);
        require(
                mistakes,
                !loop || !resume,
                "--resume",
                " goes on to a file's end, and --loop has none: use one of them");
        boolean mayEnd = recording || input || source instanceof SourceSpec.Url;
        require(mistakes, mayEnd || speed == null, "--speed", " needs a file");
        String text = name == null ? "" : name;
        require(
                mistakes,
                text.length() <= StatusTopic.MAX_TEXT && text.chars().noneMatch(Character::isISOControl),
                "--name",
                " must be one line of at most " + StatusTopic.MAX_TEXT + " characters");
        check(mistakes, "--quality", () -> OptionRange.requireBetween("--quality", quality, 1, 100));
        Duration silence = timeout == null ? LEAST_TIMEOUT : timeout;
        check(
                mistakes,
                "--timeout",
                () -> OptionRange.requireBetween("--timeout", silence, LEAST_TIMEOUT, ServiceOptions.ONE_DAY));
        Duration pause = every == null ? EVERY : every;
        check(
                mistakes,
                "--every",
                () -> OptionRange.requireBetween("--every", pause, LEAST_EVERY, ServiceOptions.ONE_DAY));
        require(
                mistakes,
                isHttp(source) || every == null,
                "--every",
                " needs an address that begins with http:// or https://");
        require(
                mistakes,
                isRtsp(source) || transport == Transport.TCP,
                "--transport",
                " needs an address that begins with rtsp://");
        check(
                mistakes,
                "--encoder-threads",
                () -> OptionRange.requireBetween("--encoder-threads", threads(), 1, MAX_ENCODER_THREADS));
        double rate = framesPerSecond == null ? 1 : framesPerSecond;
        require(
                mistakes,
                rate > 0 && rate <= 1000,
                "--fps",
                " must be greater than 0 and at most 1000, not " + framesPerSecond);
        for (String name : allowed) {
            require(
                    mistakes,
                    AllowedMedia.isName(name),
                    "--allow",
                    " must be a name of FFmpeg, such as magicyuv, not '" + name + "'");
        }
        return mistakes;
    }

    private static void require(Map<String, CommandFailure> mistakes, boolean right, String option, String otherwise) {
        if (!right) {
            mistakes.putIfAbsent(option, new UsageFailure(option + otherwise));
        }
    }

    private static void check(Map<String, CommandFailure> mistakes, String option, Runnable range) {
        try {
            range.run();
        } catch (UsageFailure e) {
            mistakes.put(option, e);
        }
    }

    /**
     * What the options say. They must have no {@link #mistakes}.
     *
     * @param alone whether the process has no other stream
     */
    PublishSettings settings(SourceSpec source, StreamName stream, boolean alone) {
        return new PublishSettings(
                source,
                stream,
                name == null ? "" : name.strip(),
                alone,
                new ImageSettings(format, quality, Optional.ofNullable(size), threads()),
                framesPerSecond == null ? OptionalDouble.empty() : OptionalDouble.of(framesPerSecond),
                Optional.ofNullable(timeout),
                every == null && sources.isSnapshot() ? Optional.of(EVERY) : Optional.ofNullable(every),
                transport,
                loop,
                resume,
                speed == null ? 1 : speed,
                new AllowedMedia(Set.copyOf(allowed)));
    }
}
