package io.framelog.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/** Runs a picocli command by the rules that both services share: what is wrong is said in one line on standard error. */
public final class CommandRunner {
    private static final String VERBOSE = "--verbose";

    private final Map<String, String> environment;
    private final Set<String> except;

    /** @param environment where options that the command line does not have are looked up */
    public CommandRunner(Map<String, String> environment) {
        this(environment, Set.of());
    }

    /**
     * As the other, for a command whose options are not all alike.
     *
     * @param except options that the command looks up in the environment by itself, by their long names
     */
    public CommandRunner(Map<String, String> environment, Set<String> except) {
        this.environment = environment;
        this.except = except;
    }

    /**
     * Runs a command to its end.
     *
     * @param command has picocli's annotations
     * @return the exit code, as {@link ExitCode} says
     */
    public int run(Object command, String... arguments) {
        CommandLine line = new CommandLine(command)
                .setDefaultValueProvider(new EnvironmentDefaults(environment, except))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28);
        line.setParameterExceptionHandler((wrong, args) -> {
            String name = wrong.getCommandLine().getCommandSpec().qualifiedName();
            say(line, line.getCommandName(), wrong.getMessage() + " (see " + name + " --help)");
            return ExitCode.USAGE;
        });
        line.setExecutionStrategy(parsed -> {
            if (isVerbose(parsed)) {
                System.setProperty("org.slf4j.simpleLogger.log.io.framelog", "debug");
                System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka", "info");
            }
            return new RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((fault, failed, parsed) -> fail(line, fault, isVerbose(parsed)));
        return line.execute(arguments);
    }

    private static int fail(CommandLine line, Exception fault, boolean verbose) {
        int code;
        if (fault instanceof CommandFailure failure) {
            code = failure.exitCode();
            say(line, line.getCommandName(), failure.getMessage());
        } else {
            code = ExitCode.UNEXPECTED;
            say(line, line.getCommandName(), "unexpected: " + fault + (verbose ? "" : " (--verbose shows where)"));
        }
        if (verbose) {
            fault.printStackTrace(line.getErr());
        }
        return code;
    }

    private static boolean isVerbose(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        return last.commandSpec().findOption(VERBOSE) != null
                && Boolean.TRUE.equals(last.commandSpec().findOption(VERBOSE).getValue());
    }

    private static void say(CommandLine line, String name, @Nullable String message) {
        PrintWriter err = line.getErr();
        err.println(name + ": " + String.valueOf(message).replaceAll("\\s*\\R\\s*", " "));
        err.flush();
    }
}
