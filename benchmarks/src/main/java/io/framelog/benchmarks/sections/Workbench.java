package io.framelog.benchmarks.sections;

import io.framelog.benchmarks.RunOptions;
import io.framelog.benchmarks.load.LoadClient;
import io.framelog.benchmarks.load.WallClock;
import io.framelog.benchmarks.process.Commands;
import io.framelog.benchmarks.process.Tool;
import io.framelog.benchmarks.servers.Framelog;
import io.framelog.benchmarks.servers.Python;
import java.io.PrintStream;
import java.nio.file.Path;

/**
 * What the sections share.
 *
 * @param options what was asked for
 * @param scratch a folder that is removed at the end
 * @param commands starts processes
 * @param tool runs commands that only answer
 * @param python finds the interpreter
 * @param framelog its commands and broker
 * @param clock of the camera and the clients
 * @param load the clients
 * @param progress where people see how far it is
 */
public record Workbench(
        RunOptions options,
        Path scratch,
        Commands commands,
        Tool tool,
        Python python,
        Framelog framelog,
        WallClock clock,
        LoadClient load,
        PrintStream progress) {
    /** Tells people what is being done. */
    public void say(String format, Object... values) {
        progress.println(String.format(java.util.Locale.ROOT, format, values));
        progress.flush();
    }
}
