package io.framelog.cli;

import io.framelog.log.LogFormat;
import picocli.CommandLine.Option;

/** What a command logs, and how; the same for all commands. Filled by picocli, then only read. */
public final class LogOptions {
    @SuppressWarnings("UnusedVariable") // LogFormat reads it before the command line is parsed
    @Option(
            names = LogFormat.OPTION,
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "Log as text, or as json: one JSON object a line. Default: ${DEFAULT-VALUE}")
    private LogFormat format = LogFormat.TEXT;

    @Option(
            names = CommandRunner.VERBOSE,
            fallbackValue = "true",
            description = "Log more, and print stack traces of errors.")
    private boolean verbose;

    /** Logs text, and not more than usual. */
    public LogOptions() {}

    /** Whether more than usual is logged. */
    public boolean verbose() {
        return verbose;
    }
}
