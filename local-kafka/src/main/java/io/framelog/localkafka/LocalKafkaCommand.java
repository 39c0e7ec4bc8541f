package io.framelog.localkafka;

import io.framelog.localkafka.access.Access;
import io.framelog.localkafka.broker.User;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The command {@code local-kafka}: runs a broker until it is stopped. */
@Command(
        name = "local-kafka",
        description = "Runs Apache Kafka on 127.0.0.1 until Ctrl-C.",
        mixinStandardHelpOptions = true,
        versionProvider = LocalKafkaCommand.Version.class,
        sortOptions = false,
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:unexpected error",
            "2:wrong option or value",
            "69:cannot use the port or the data folder",
            "130:interrupted",
            "143:terminated"
        })
public final class LocalKafkaCommand implements Callable<Integer> {

    private static final int EXIT_UNAVAILABLE = 69;
    private static final int EXIT_INTERRUPTED = 130;

    private final CommandLine commandLine = new CommandLine(this);

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "9092",
            description = "Port for clients; 0 for any free port. Default: ${DEFAULT-VALUE}")
    private int port;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep the data in this folder. Default: a temporary folder, removed at the end")
    private @Nullable Path data;

    @Option(
            names = "--nodes",
            paramLabel = "N",
            defaultValue = "1",
            description = "Brokers that stand in for each other: 1, or 3 to 9, each in its own process, at this port "
                    + "and the next ones. Topics get three replicas. Default: ${DEFAULT-VALUE}")
    private int nodes;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            defaultValue = LocalKafkaOptions.DEFAULT_HEAP,
            description = "Largest heap of each broker, such as 512m or 1g. Default: ${DEFAULT-VALUE}")
    private String heap = LocalKafkaOptions.DEFAULT_HEAP;

    @Option(names = "--tls", description = "Encrypt connections, with a certificate for localhost made for this Kafka")
    private boolean tls;

    @Option(
            names = "--client-certificates",
            description = "Accept only clients with a certificate; needs --tls. Makes one for each user")
    private boolean clientCertificates;

    @Option(
            names = "--sasl",
            description =
                    "Accept only the users publisher, viewer, export, notify, detect and admin, with passwords (SCRAM-SHA-512)")
    private boolean sasl;

    @Option(names = "--verbose", description = "Print Kafka's log, and the stack traces of errors")
    private boolean verbose;

    private LocalKafkaCommand() {
        commandLine.setParameterExceptionHandler((e, words) -> usageError(e));
        commandLine.setExecutionExceptionHandler((e, command, parsed) -> error(e));
    }

    /**
     * Runs the command and exits with its code.
     *
     * @param words its options
     */
    public static void main(String[] words) {
        System.exit(new LocalKafkaCommand().commandLine.execute(words));
    }

    @Override
    public Integer call() throws Exception {
        LocalKafkaOptions options = options();
        return new StopOnSignal().run(() -> nodes == 1 ? runUntilEnd(options) : runCluster(options));
    }

    private int runUntilEnd(LocalKafkaOptions options) throws InterruptedException {
        try (LocalKafka kafka = LocalKafka.start(options)) {
            print(commandLine.getOut(), readyLine(kafka));
            printClients(kafka, options.access());
            int exitCode = kafka.awaitExit();
            // Ctrl-C reaches Kafka's process, too, and may end it before this thread is interrupted.
            if (exitCode == EXIT_INTERRUPTED) {
                return EXIT_INTERRUPTED;
            }
            throw new LocalKafkaException(
                    LocalKafkaException.Reason.FAILED, "Kafka ended unexpectedly with exit code " + exitCode);
        }
    }

    private int runCluster(LocalKafkaOptions options) throws InterruptedException {
        try (LocalCluster cluster = LocalCluster.start(options, nodes)) {
            return new ClusterRun(cluster, line -> print(commandLine.getOut(), line)).runUntilEnd();
        }
    }

    private LocalKafkaOptions options() {
        try {
            requireNodes();
            LocalKafkaOptions options = LocalKafkaOptions.defaults()
                    .withPort(port)
                    .withHeap(heap)
                    .withVerbose(verbose)
                    .withAccess(new Access(tls, clientCertificates, sasl));
            return data == null ? options : options.withData(data);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(commandLine, e.getMessage(), e);
        }
    }

    private void requireNodes() {
        if (nodes == 1) {
            return;
        }
        if (nodes < LocalCluster.MIN_NODES || nodes > LocalCluster.MAX_NODES) {
            throw new IllegalArgumentException("--nodes must be 1, or between " + LocalCluster.MIN_NODES + " and "
                    + LocalCluster.MAX_NODES + ", not " + nodes);
        }
        if (tls || clientCertificates || sasl) {
            throw new IllegalArgumentException(
                    "--nodes cannot be combined with --tls, --client-certificates or --sasl");
        }
        if (port + nodes - 1 > 65_535) {
            throw new IllegalArgumentException(
                    "the last broker's port must be at most 65535, not " + (port + nodes - 1));
        }
    }

    private static String readyLine(LocalKafka kafka) {
        return "Kafka " + kafka.version() + " is ready at " + kafka.bootstrapServer() + ", data in " + kafka.data()
                + (kafka.isTemporary() ? " (removed at the end)" : " (kept)");
    }

    private void printClients(LocalKafka kafka, Access access) {
        if (!access.equals(Access.OPEN)) {
            String user = access.hasUsers() ? User.PUBLISHER : "client";
            String others =
                    access.hasUsers() ? " (viewer, export, notify, detect and admin have their own beside it)" : "";
            print(
                    commandLine.getOut(),
                    "Clients need its settings, such as --kafka-config " + kafka.clientSettings(user) + others);
        }
    }

    private int usageError(ParameterException e) {
        print(commandLine.getErr(), "local-kafka: " + e.getMessage() + " (see local-kafka --help)");
        return ExitCode.USAGE;
    }

    private int error(Exception e) {
        if (e instanceof InterruptedException) {
            return EXIT_INTERRUPTED;
        }
        if (verbose) {
            e.printStackTrace(commandLine.getErr());
        }
        LocalKafkaException.Reason reason =
                e instanceof LocalKafkaException known ? known.reason() : LocalKafkaException.Reason.FAILED;
        String what = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        boolean moreToSay = reason == LocalKafkaException.Reason.FAILED && !verbose;
        print(commandLine.getErr(), "local-kafka: " + what + (moreToSay ? " (--verbose shows more)" : ""));
        return switch (reason) {
            case PORT_TAKEN, DATA_UNUSABLE -> EXIT_UNAVAILABLE;
            case NOT_BUILT, FAILED -> ExitCode.SOFTWARE;
        };
    }

    private static void print(PrintWriter writer, String line) {
        writer.println(line);
        writer.flush();
    }

    /** The version of local-kafka itself, from its jar. */
    static final class Version implements IVersionProvider {

        @Override
        public String[] getVersion() {
            String version = LocalKafkaCommand.class.getPackage().getImplementationVersion();
            return new String[] {"local-kafka " + Objects.requireNonNullElse(version, "(not packaged)")};
        }
    }
}
