package io.framelog.viewer;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.cli.LogOptions;
import io.framelog.cli.Subcommand;
import io.framelog.cli.VersionProvider;
import io.framelog.frame.StreamName;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.forget.Removal;
import io.framelog.viewer.kafka.ConsumerFactory;
import java.util.concurrent.Callable;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command line of {@code viewer forget}. */
@Command(
        name = "forget",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        description = {
            "Removes a stream from the lists of all viewers of the topic.",
            "Its frames stay in Kafka for as long as the topic keeps them. A new frame or status brings the stream back."
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:The viewers forget the stream.",
            "1:An unexpected error.",
            "2:A wrong option or value, or the stream is live.",
            "66:The topic does not exist, or the --kafka-config file cannot be read.",
            "69:Kafka cannot be reached, or denies access.",
            "130:Stopped by Ctrl-C.",
            "143:Stopped by SIGTERM."
        },
        footer = "Options can also be set as environment variables, such as FRAMELOG_TOPIC for --topic.")
final class ForgetCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The stream's name, as in /streams.")
    private StreamName stream = StreamName.DEFAULT;

    @Mixin
    private KafkaOptions kafka = new KafkaOptions();

    @SuppressWarnings("UnusedVariable") // CommandRunner reads it from the parsed command line
    @Mixin
    private LogOptions log = new LogOptions();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Subcommand.requireOptionsBehindName(spec);
        ConsumerFactory consumers = new ConsumerFactory(kafka);
        consumers.check();
        try {
            spec.commandLine().getOut().println("viewer: " + new Removal(kafka, stream).run(consumers));
            spec.commandLine().getOut().flush();
            return ExitCode.OK;
        } catch (KafkaException e) {
            throw new CommandFailure(
                    ExitCode.UNAVAILABLE,
                    "Kafka at " + kafka.address() + " does not let '" + stream + "' be forgotten: " + e.getMessage()
                            + "; see --bootstrap-server and --topic",
                    e);
        }
    }
}
