package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.LogOptions;
import io.framelog.cli.OptionRange;
import io.framelog.cli.Subcommand;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaFault;
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
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer export}. */
@Command(
        name = "export",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = {
            "Writes a part of a stream to a file, directly from Kafka. No viewer needs to run.",
            "A TIME is " + Moment.FORMS + "."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The file is complete.",
            "1:An unexpected error.",
            "2:A wrong option or value, or the file exists.",
            "66:There are no frames in that time, or the --kafka-config file cannot be read.",
            "69:Kafka cannot be reached, or has not answered for 30 seconds.",
            "130:Stopped by Ctrl-C; no file is left.",
            "143:Stopped by SIGTERM; no file is left."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_STREAM for --stream, except "
                + "--from, --to, --partition, --format and --force.")
final class ExportCommand implements Callable<Integer> {
    /** Options of a single export, which must not come from the environment. */
    static final Set<String> NOT_IN_ENVIRONMENT = Set.of("--from", "--to", "--partition", "export --format", "--force");

    /** How long Kafka may take for each answer: as long as the publisher waits for it at its start. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @Parameters(
            paramLabel = "FILE",
            description = "The file to write. Its extension sets the format: .mp4, H.264 that browsers play; .mkv, the "
                    + "unchanged frames; .zip, one file per frame. '-' is standard output.")
    private String file = "";

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            defaultValue = "default",
            description = "The stream. Default: ${DEFAULT-VALUE}.")
    private StreamName stream = StreamName.DEFAULT;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            required = true,
            description = "The export starts with the first frame at or after this time.")
    private String from = "";

    @Option(
            names = "--to",
            paramLabel = "TIME",
            defaultValue = "latest",
            description = "The export ends with the last frame at or before this time. Default: ${DEFAULT-VALUE}.")
    private String to = "";

    @Option(
            names = "--partition",
            paramLabel = "N",
            description = "Read only this partition, which is faster if all frames of the stream are in it. "
                    + "Default: all partitions.")
    private @Nullable Integer partition;

    @Option(
            names = "--format",
            paramLabel = "mp4|mkv|zip",
            description = "The format, if the file's extension does not set it.")
    private @Nullable ClipKind format;

    @Option(names = "--force", description = "Replace the file if it exists.")
    private boolean force;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private FrameLimit frameLimit = new FrameLimit();

    @SuppressWarnings("UnusedVariable") // CommandRunner reads it from the parsed command line
    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        ExportTarget target = new ExportTarget(file);
        Export export = export(target);
        target.check(force);
        ConsumerFactory consumers = new ConsumerFactory(kafka, PATIENCE);
        consumers.check();
        // Runs at SIGINT and SIGTERM; the JVM sets their exit codes.
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
                    "Kafka at " + kafka.address() + " does not deliver the frames of topic " + kafka.topic() + ": "
                            + reason(e),
                    e);
        }
    }

    private String reason(KafkaException fault) {
        Optional<String> found = fault instanceof RetriableException ? kafka.diagnose() : Optional.empty();
        return found.orElseGet(() -> new KafkaFault(fault).text(KafkaFault.Right.READ, kafka.topic())
                + "; see --bootstrap-server and --topic");
    }

    private Export export(ExportTarget target) {
        Subcommand.requireOptionsBehindName(spec);
        Optional<ClipKind> kind = Optional.ofNullable(format).or(() -> ClipKind.of(file));
        require(kind.isPresent(), "FILE must end in " + ClipKind.endings() + ", not " + file + "; or use --format");
        if (partition != null) {
            OptionRange.requireAtLeast("--partition", partition, 0);
        }
        Instant now = Instant.now();
        return new Export(
                kind.orElseThrow(),
                stream,
                moment("--from", from, now),
                moment("--to", to, now),
                partition == null ? OptionalInt.empty() : OptionalInt.of(partition),
                target,
                Boolean.getBoolean("framelog.terminal"));
    }

    private Moment moment(String option, String text, Instant now) {
        try {
            Moment moment = Moment.parse(text, now);
            Moment.note(text).ifPresent(note -> spec.commandLine().getErr().println("viewer: " + option + " " + note));
            require(
                    partition == null
                            || !(moment instanceof Exactly exactly)
                            || exactly.position().partition() == partition,
                    option + " " + text + " is not in --partition " + partition);
            return moment;
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(option + " " + text + ": " + e.getMessage(), e);
        }
    }

    private static void require(boolean holds, String message) {
        if (!holds) {
            throw new UsageFailure(message);
        }
    }
}
