package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.EnvironmentDefaults;
import io.framelog.cli.ExitCode;
import io.framelog.cli.LogOptions;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.frame.StreamName;
import io.framelog.publisher.metrics.MetricsServer;
import io.framelog.publisher.send.KafkaLink;
import io.framelog.publisher.send.SendSettings;
import io.framelog.publisher.source.CameraSystem;
import io.framelog.publisher.source.SourceSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The command line of {@code publisher}. */
@Command(
        name = "publisher",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        description = "Publishes the frames of cameras, files or URLs to an Apache Kafka topic.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The source was published to its end.",
            "1:An unexpected error, or a file that could not be published to its end.",
            "2:A wrong option or value, or a mistake in the file of --config.",
            "3:Java's heap is too small, or was full.",
            "66:The camera, file, URL, --config or --kafka-config file cannot be read.",
            "69:Kafka cannot be reached, or denies access; or --metrics-port is not available.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_BOOTSTRAP_SERVER for "
                + "--bootstrap-server.")
final class PublishCommand implements Callable<Integer> {
    @Mixin
    private final StreamOptions options = new StreamOptions();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The stream's name, which is the key of its records. Default: ${DEFAULT-VALUE}.")
    private StreamName stream = StreamName.DEFAULT;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Publish the streams of this YAML file instead, see docs/cameras.md.")
    private @Nullable Path config;

    @Option(
            names = "--check-config",
            fallbackValue = "true",
            description = "Check the file of --config, tell every mistake in it, and exit.")
    private boolean checkConfig;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(names = "--list-cameras", fallbackValue = "true", description = "List this machine's cameras and exit.")
    private boolean listCameras;

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private @Nullable CommandSpec spec;

    private final Map<String, String> environment;

    /** @param environment names the source if the command line does not */
    PublishCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() {
        FFmpegLog.set(log.verbose());
        if (listCameras) {
            return listCameras();
        }
        if (config != null) {
            return publishFile(config);
        }
        if (checkConfig) {
            throw new UsageFailure("--check-config needs --config");
        }
        SourceSpec source = options.sources().resolve(environment);
        require(options.mistakes(source));
        require(service.mistakes());
        return publish(service, List.of(options.settings(source, stream, true)), streams -> {});
    }

    private static void require(Map<String, CommandFailure> mistakes) {
        mistakes.values().stream().findFirst().ifPresent(failure -> {
            throw failure;
        });
    }

    private int publishFile(Path path) {
        ParseResult given = command().getParseResult();
        Stream.concat(StreamsFile.streamOptions().stream(), Stream.of("--stream"))
                .filter(given::hasMatchedOption)
                .findFirst()
                .ifPresent(option -> {
                    throw new UsageFailure(option + " belongs to one stream: write it into the file of --config");
                });
        warnOfVariables();
        StreamsFile file = new StreamsFile(path, environment);
        try {
            String text = file.text();
            StreamsFile.Content content = file.read(text);
            if (checkConfig) {
                int count = content.streams().size();
                command().getOut().println(path + " is right: " + count + (count == 1 ? " stream" : " streams"));
                return ExitCode.OK;
            }
            return publish(file.service(content, given), content.streams(), streams -> new ConfigFollower(
                            file, text, content, streams)
                    .start());
        } catch (ConfigFailure e) {
            e.lines().forEach(command().getErr()::println);
            throw e;
        }
    }

    /** A container that got a file may have kept the variables of its single stream. */
    private void warnOfVariables() {
        String ignored = Stream.concat(StreamsFile.streamOptions().stream(), Stream.of("--stream"))
                .map(EnvironmentDefaults::variable)
                .filter(variable -> !environment.getOrDefault(variable, "").isBlank())
                .sorted()
                .collect(Collectors.joining(", "));
        if (!ignored.isEmpty()) {
            LoggerFactory.getLogger(PublishCommand.class)
                    .warn(
                            "{} has no effect with --config: write it into the file, for a stream or as a default",
                            ignored);
        }
    }

    @SuppressWarnings("try") // the metrics are served meanwhile
    private static int publish(ServiceOptions options, List<PublishSettings> all, Consumer<Streams> started) {
        PublishSettings first = all.get(0);
        String clientId = first.alone() ? Streams.CLIENT_ID + "-" + first.stream() : Streams.CLIENT_ID;
        SendSettings live = new SendSettings(true, false, options.connectTimeout(), options.maxFrameBytes(), clientId);
        try (KafkaLink link = new KafkaLink(options.kafka(), options.topics().settings(), live)) {
            Streams streams = new Streams(link, options);
            try (MetricsServer metrics = options.metrics().serve(streams, link)) {
                Runtime.getRuntime().addShutdownHook(new Thread(streams::stopAll, "shutdown"));
                all.forEach(streams::start);
                started.accept(streams);
                streams.awaitEnd();
            }
            streams.failure().ifPresent(failure -> {
                throw failure;
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK; // a signal has its own exit code
    }

    private CommandLine command() {
        return Objects.requireNonNull(spec).commandLine();
    }

    private int listCameras() {
        var out = command().getOut();
        var cameras = CameraSystem.ofThisMachine().list();
        for (CameraSystem.Device camera : cameras) {
            out.println(camera.name() + "\t" + camera.description());
            camera.stable().forEach(path -> out.println("  " + path));
            camera.formats()
                    .forEach(format -> out.println("  " + format.codec() + " (" + format.description() + "): "
                            + String.join(" ", format.sizes())));
        }
        if (cameras.isEmpty()) {
            out.println("no cameras found");
        }
        return ExitCode.OK;
    }
}
