package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.clip.ClipKind;
import io.framelog.viewer.export.Export;
import io.framelog.viewer.export.ExportTarget;
import io.framelog.viewer.history.HistoryReaders;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer export}. */
@Command(
        name = "export",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = ViewerCommand.Version.class,
        description = {
            "Writes a stretch of a stream into a file, straight from Kafka; no viewer has to run.",
            "Times: " + Moment.FORMS + "."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:the file is whole",
            "1:unexpected fault",
            "2:wrong option, or the file exists",
            "66:no frames there, or no such --kafka-config file",
            "69:Kafka cannot be reached",
            "130:Ctrl-C: nothing is left of the file",
            "143:terminated: the same"
        },
        footer = "--stream, --topic and the like can be given by the environment as well: FRAMELOG_STREAM, and so on.")
final class ExportCommand implements Callable<Integer> {
    /** Those of one export; a variable of that name means something else. */
    static final Set<String> NOT_OF_THE_ENVIRONMENT = Set.of("--from", "--to", "--partition", "--format", "--force");

    @Parameters(
            paramLabel = "FILE",
            description =
                    "Its ending tells what it becomes: .mp4, H.264 that browsers play; .mkv, the frames as they are; "
                            + ".zip, a file for each frame. '-' is standard output.")
    private String file = "";

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The stream; '${DEFAULT-VALUE}' by default.")
    private String stream = "";

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            description = "The first frame is the first at or after it.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "latest",
            description = "The last frame is the last at or before it; now by default.")
    private String to = "";

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Read this partition alone, where the stream is known to lie there: quicker. By default all, "
                    + "so that nothing is missed.")
    private @Nullable Integer partition;

    @Option(
            names = "--format",
            paramLabel = "mp4|mkv|zip",
            description = "What the file becomes, where its name does not tell.")
    private @Nullable ClipKind format;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private FrameLimit frameLimit = new FrameLimit();

    @SuppressWarnings("UnusedVariable") // CommandRunner looks for it
    @Option(names = "--verbose", fallbackValue = "true", description = "Log more, and faults with their stack traces.")
    private boolean verbose;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ExportTarget target = new ExportTarget(file);
        Export export = export(target);
        target.check(force);
        ConsumerFactory consumers = new ConsumerFactory(kafka);
        consumers.check();
        // Runs at SIGINT and SIGTERM, whose exit codes are the JVM's own.
        Runtime.getRuntime().addShutdownHook(new Thread(target::abandon, "abandon"));
        try (HistoryReaders readers = new HistoryReaders(
                consumers,
                kafka.topic(),
                name -> partition == null ? Set.of() : Set.of(partition),
                new RecordFilter(frameLimit.bytes(), new SkippedRecords()))) {
            String done = export.run(readers);
            (target.isStandardOutput()
                            ? spec.commandLine().getErr()
                            : spec.commandLine().getOut())
                    .println("viewer: " + done);
            spec.commandLine().getOut().flush();
            spec.commandLine().getErr().flush();
            return ExitCode.OK;
        } catch (InterruptException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "interrupted", e);
        } catch (KafkaException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "Kafka at " + kafka.address() + " does not give the frames of topic " + kafka.topic() + ": "
                            + e.getMessage() + "; see --bootstrap-server and --topic",
                    e);
        }
    }

    private Export export(ExportTarget target) {
        require(
                spec.parent() == null
                        || spec.parent()
                                .commandLine()
                                .getParseResult()
                                .matchedOptions()
                                .isEmpty(),
                "options stand behind 'export'");
        Optional<ClipKind> kind = Optional.ofNullable(format).or(() -> ClipKind.of(file));
        require(kind.isPresent(), file + ": a file ending in " + ClipKind.endings() + " is wanted, or --format");
        require(StreamName.isValid(stream), "--stream " + stream + ": letters, digits, '.', '_' and '-' make a name");
        require(partition == null || partition >= 0, "--partition " + partition + ": 0 or more is wanted");
        Instant now = Instant.now();
        return new Export(
                kind.orElseThrow(),
                new StreamName(stream),
                moment("--from", from, now),
                moment("--to", to, now),
                partition == null ? OptionalInt.empty() : OptionalInt.of(partition),
                target,
                Boolean.getBoolean("framelog.terminal"));
    }

    private Moment moment(String option, String text, Instant now) {
        try {
            Moment moment = Moment.parse(text, now);
            require(
                    partition == null
                            || !(moment instanceof Exactly exactly)
                            || exactly.position().partition() == partition,
                    option + " " + text + ": that is not in --partition " + partition);
            return moment;
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), option + " " + text + ": " + e.getMessage());
        }
    }

    private void require(boolean holds, String message) {
        if (!holds) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }
}
