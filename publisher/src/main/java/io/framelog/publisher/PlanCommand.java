package io.framelog.publisher;

import io.framelog.cli.ExitCode;
import io.framelog.cli.LogOptions;
import io.framelog.cli.OptionRange;
import io.framelog.cli.Subcommand;
import io.framelog.cli.VersionProvider;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.publisher.plan.Plan;
import io.framelog.publisher.plan.PlanJson;
import io.framelog.publisher.plan.PlanTable;
import io.framelog.publisher.plan.StreamNeed;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code publisher plan}. */
@Command(
        name = "plan",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false,
        description = "Looks at each source of a file of --config for some seconds, and tells what the streams need of "
                + "Kafka. It needs no Kafka itself.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:All sources were measured.",
            "1:An unexpected error.",
            "2:A wrong option or value, or a mistake in the file.",
            "66:The file cannot be read, or a source could not be measured; the others are told.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_RETENTION for --retention, except "
                + "--seconds and --json.")
final class PlanCommand implements Callable<Integer> {
    /** Options of a single call. */
    static final Set<String> NOT_IN_ENVIRONMENT = Set.of("plan --seconds", "plan --json");

    private static final int MAX_SECONDS = 3_600;

    @Parameters(paramLabel = "FILE", description = "A file as for publisher --config.")
    private Path file = Path.of("");

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "5",
            description = "How long each source is looked at, from its first picture on. Default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--json", fallbackValue = "true", description = "Print one line of JSON instead of a table.")
    private boolean json;

    @SuppressWarnings("UnusedVariable") // StreamsFile reads it from the parsed command line
    @Mixin
    private final TopicOptions topics = new TopicOptions();

    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    private final Map<String, String> environment;

    /** @param environment what it says wins over the file */
    PlanCommand(Map<String, String> environment) {
        this.environment = environment;
    }

    @Override
    public Integer call() throws InterruptedException {
        Subcommand.requireOptionsBehindName(spec);
        OptionRange.requireBetween("--seconds", seconds, 1, MAX_SECONDS);
        FFmpegLog.set(log.verbose());
        StreamsFile streams = new StreamsFile(file, environment);
        PrintWriter out = spec.commandLine().getOut();
        try {
            StreamsFile.Content content = streams.read(streams.text());
            ServiceOptions service = streams.service(content, spec.commandLine().getParseResult());
            Plan plan = new Plan(measure(content.streams()), service.topics().settings());
            if (json) {
                out.println(PlanJson.of(plan));
            } else {
                PlanTable.of(plan).forEach(out::println);
            }
            out.flush();
            return plan.unknown() == 0 ? ExitCode.OK : ExitCode.NO_INPUT;
        } catch (ConfigFailure e) {
            e.lines().forEach(spec.commandLine().getErr()::println);
            throw e;
        }
    }

    /** All at once, so that it takes no longer than the slowest. */
    private List<StreamNeed> measure(List<PublishSettings> streams) throws InterruptedException {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "timer");
            thread.setDaemon(true);
            return thread;
        });
        try {
            Duration length = Duration.ofSeconds(seconds);
            List<SourceSample> samples = streams.stream()
                    .map(settings -> new SourceSample(settings, length, timer))
                    .toList();
            List<StreamNeed> needs = new ArrayList<>();
            for (SourceSample sample : samples) {
                needs.add(sample.await());
            }
            return needs;
        } finally {
            timer.shutdownNow();
        }
    }
}
