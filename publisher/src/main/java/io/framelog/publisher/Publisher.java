package io.framelog.publisher;

import io.framelog.cli.CommandRunner;
import io.framelog.cli.FatalErrors;
import io.framelog.cli.LeastHeap;
import io.framelog.log.LogFormat;
import java.util.HashSet;
import java.util.Set;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code publisher}: sends frames of a camera, file or URL to Kafka. */
public final class Publisher {
    private Publisher() {}

    /**
     * Runs the command and exits with one of {@link io.framelog.cli.ExitCode}.
     *
     * @param arguments see {@code publisher --help}
     */
    public static void main(String[] arguments) {
        LogFormat.of(System.getenv(), arguments).apply(); // before a class makes its logger
        FatalErrors.endProcess("publisher");
        LeastHeap.require("publisher");
        Set<String> excluded = new HashSet<>(SourceArguments.OPTIONS);
        excluded.addAll(PlanCommand.NOT_IN_ENVIRONMENT);
        CommandRunner runner = new CommandRunner(System.getenv(), excluded);
        CommandSpec command = CommandSpec.forAnnotatedObject(new PublishCommand(System.getenv()));
        command.addSubcommand("plan", CommandSpec.forAnnotatedObject(new PlanCommand(System.getenv())));
        System.exit(runner.run(command, arguments));
    }
}
