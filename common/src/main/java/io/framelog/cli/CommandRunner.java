package io.framelog.cli;

import io.framelog.frame.StreamName;
import io.framelog.log.LogFormat;
import io.framelog.log.LogWriter;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;

/**
 * Runs a picocli command by the rules that both services share. Options of the types {@link StreamName} and
 * {@link Duration} need no converter of their own. An error is one line on standard error.
 */
public final class CommandRunner {
    static final String VERBOSE = "--verbose";

    private final Map<String, String> environment;
    private final Set<String> excluded;

    /** @param environment gives the values of options that are not on the command line */
    public CommandRunner(Map<String, String> environment) {
        this(environment, Set.of());
    }

    /**
     * @param environment gives the values of options that are not on the command line
     * @param excluded long names of options that are not taken from the environment here
     */
    public CommandRunner(Map<String, String> environment, Set<String> excluded) {
        this.environment = environment;
        this.excluded = excluded;
    }

    /**
     * Runs a command to its end.
     *
     * @param command an object with picocli's annotations
     * @return one of {@link ExitCode}
     */
    public int run(Object command, String... arguments) {
        CommandLine line = reader(command)
                .setDefaultValueProvider(new EnvironmentDefaults(environment, excluded))
                .setUsageHelpAutoWidth(true)
                .setUsageHelpLongOptionsMaxWidth(28);
        if (LogFormat.isJson()) {
            String prefix = line.getCommandName() + ": ";
            line.setErr(new PrintWriter(new LogWriter(
                    text -> log(line).info(text.startsWith(prefix) ? text.substring(prefix.length()) : text))));
        }
        line.setParameterExceptionHandler((wrong, args) -> {
            printUsageError(line, wrong.getCommandLine(), wrong.getMessage());
            return ExitCode.USAGE;
        });
        line.setExecutionStrategy(parsed -> {
            if (isVerbose(parsed)) {
                System.setProperty("org.slf4j.simpleLogger.log.io.framelog", "debug");
                System.setProperty("org.slf4j.simpleLogger.log.org.apache.kafka", "info");
            }
            return new RunLast().execute(parsed);
        });
        line.setExecutionExceptionHandler((fault, failed, parsed) -> fail(line, failed, fault, isVerbose(parsed)));
        return line.execute(arguments);
    }

    /**
     * Reads options as a command's are read. It knows nothing of the environment.
     *
     * @param options an object with picocli's annotations
     */
    public static CommandLine reader(Object options) {
        return new CommandLine(options)
                .registerConverter(StreamName.class, new StreamNameConverter())
                .registerConverter(Duration.class, new DurationConverter())
                .setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static int fail(CommandLine line, CommandLine failed, Exception fault, boolean verbose) {
        int code;
        Throwable trace = verbose ? fault : null;
        if (fault instanceof UsageFailure failure) {
            code = failure.exitCode();
            printUsageError(line, failed, failure.getMessage());
        } else if (fault instanceof CommandFailure failure) {
            code = failure.exitCode();
            print(line, failure.getMessage(), trace);
        } else {
            code = ExitCode.UNEXPECTED;
            print(line, "unexpected error: " + fault + (verbose ? "" : " (--verbose prints the stack trace)"), trace);
        }
        if (verbose && !LogFormat.isJson()) {
            fault.printStackTrace(line.getErr());
        }
        return code;
    }

    private static boolean isVerbose(ParseResult parsed) {
        ParseResult last = parsed;
        while (last.hasSubcommand()) {
            last = last.subcommand();
        }
        OptionSpec verbose = last.commandSpec().findOption(VERBOSE);
        return verbose != null && Boolean.TRUE.equals(verbose.getValue());
    }

    private static void printUsageError(CommandLine line, CommandLine failed, @Nullable String message) {
        print(line, message + " (see " + failed.getCommandSpec().qualifiedName() + " --help)", null);
    }

    private static void print(CommandLine line, @Nullable String message, @Nullable Throwable trace) {
        String text = String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
        if (LogFormat.isJson()) {
            log(line).error(text, trace);
            return;
        }
        PrintWriter err = line.getErr();
        err.println(line.getCommandName() + ": " + text);
        err.flush();
    }

    /** The log of the command itself. Made late: what {@code --verbose} changes applies to loggers made after it. */
    private static Logger log(CommandLine line) {
        return LoggerFactory.getLogger("io.framelog." + line.getCommandName());
    }
}
