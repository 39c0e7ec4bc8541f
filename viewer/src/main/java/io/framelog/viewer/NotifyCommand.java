package io.framelog.viewer;

import io.framelog.cli.ExitCode;
import io.framelog.cli.LogOptions;
import io.framelog.cli.OptionRange;
import io.framelog.cli.Subcommand;
import io.framelog.cli.UsageFailure;
import io.framelog.cli.VersionProvider;
import io.framelog.event.EventTopic;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.notify.Choice;
import io.framelog.viewer.notify.Notifier;
import io.framelog.viewer.notify.Receiver;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer notify}. */
@Command(
        name = "notify",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = {
            "Tells webhooks and an MQTT broker of events: motion, faces, and streams that are lost.",
            "Each receiver is told of each event at least once and in order. It begins with the events that come after"
                    + " its first start, and goes on where it was after the next ones."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "1:An unexpected error.",
            "2:A wrong option or value.",
            "66:A file of an option cannot be used.",
            "69:Kafka denies access, or the address or port is not available.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_WEBHOOK for --webhook.")
final class NotifyCommand implements Callable<Integer> {
    private static final Duration MAX_COOL_DOWN = Duration.ofDays(1);
    private static final Set<String> TYPES = Set.of("motion", "face", "scene", "lost", "recovered", "started", "ended");
    private static final Pattern GROUP = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    @Mixin
    private ReceiverOptions receivers = new ReceiverOptions();

    @Option(
            names = "--types",
            paramLabel = "TYPE",
            split = ",",
            splitSynopsisLabel = ",",
            defaultValue = "motion,face,lost,recovered,scene",
            description =
                    "The events to tell: motion, face, scene, lost, recovered, started, ended, or the whole type of"
                            + " another program's events. Default: ${DEFAULT-VALUE}.")
    private List<String> types = List.of();

    @Option(
            names = "--stream",
            paramLabel = "NAME",
            description = "Tell only of this stream. Can be repeated. Default: all streams.")
    private List<StreamName> streams = List.of();

    @Option(
            names = "--streams",
            paramLabel = "NAME",
            split = ",",
            hidden = true,
            description = "As --stream, with commas.")
    private List<StreamName> listedStreams = List.of();

    @Option(
            names = "--past",
            fallbackValue = "true",
            description = "Tell also of what 'viewer detect --from --publish' has found in the past.")
    private boolean past;

    @Option(
            names = "--cool-down",
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "After an event of a stream and type, tell of no other one for this long. 0s: tell of each."
                    + " Default: ${DEFAULT-VALUE}.")
    private Duration coolDown = Duration.ZERO;

    @Option(
            names = "--group",
            paramLabel = "NAME",
            defaultValue = "framelog-notify",
            description = "The beginning of the names of the consumer groups, of which each receiver has one. Default:"
                    + " ${DEFAULT-VALUE}.")
    private String group = "";

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private MetricsOptions metricsOptions = new MetricsOptions();

    @SuppressWarnings("UnusedVariable") // CommandRunner reads it from the parsed command line
    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        long begin = System.currentTimeMillis();
        Subcommand.requireOptionsBehindName(spec);
        Choice choice = choice();
        metricsOptions.check();
        if (!GROUP.matcher(group).matches()) {
            throw new UsageFailure(
                    "--group must have 1 to 100 of the characters A-Z a-z 0-9 . _ -, not '" + group + "'");
        }
        List<Receiver> told = receivers.receivers();
        EventTopic topic = EventTopic.of(kafka.topic());
        ConsumerFactory consumers = new ConsumerFactory(kafka);
        consumers.check();
        KafkaHealth health = new KafkaHealth(kafka.address(), topic.name(), kafka::diagnose);
        Notifier notifier = new Notifier(group, topic, consumers, choice, begin, told, health);
        @Nullable MetricsServer metrics = metricsOptions.serve(notifier, health);
        CountDownLatch stopped = new CountDownLatch(1);
        // Runs at SIGINT and SIGTERM. The process lives until this thread has ended.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            notifier.close();
                            if (metrics != null) {
                                metrics.close();
                            }
                            stopped.countDown();
                        },
                        "stop"));
        notifier.start();
        spec.commandLine()
                .getOut()
                .println("viewer: tells of events in topic " + topic.name() + " (Kafka at " + kafka.address() + "): "
                        + told.stream().map(Receiver::address).collect(Collectors.joining(", ")));
        spec.commandLine().getOut().flush();
        stopped.await();
        return ExitCode.OK;
    }

    private Choice choice() {
        OptionRange.requireBetween("--cool-down", coolDown, Duration.ZERO, MAX_COOL_DOWN);
        for (String type : types) {
            if (!TYPES.contains(type) && !type.contains(".")) {
                throw new UsageFailure("--types has '" + type + "', which is no type: use motion, face, scene, lost,"
                        + " recovered, started, ended, or a whole type such as org.example.alarm");
            }
        }
        List<StreamName> wanted = new ArrayList<>(streams);
        wanted.addAll(listedStreams);
        return new Choice(Set.copyOf(types), Set.copyOf(wanted), past, coolDown);
    }
}
