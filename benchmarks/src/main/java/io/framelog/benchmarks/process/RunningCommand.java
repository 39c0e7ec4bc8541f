package io.framelog.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A running process and the file of its output. Thread-safe. */
public record RunningCommand(String name, Process process, Path output) implements AutoCloseable {
    private static final Duration STOP_LIMIT = Duration.ofSeconds(15);
    private static final int LOOK_MILLIS = 2;
    private static final int QUOTED_LINES = 5;

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Waits until the output has a line with a pattern.
     *
     * @throws CommandFailure if the process ends without it, or the time is over
     */
    public Matcher awaitLine(Pattern pattern, Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean last = !process.isAlive() || System.nanoTime() > deadline;
            for (String line : lines()) {
                Matcher matcher = pattern.matcher(line);
                if (matcher.find()) {
                    return matcher;
                }
            }
            if (last) {
                throw failure("printed no line with " + pattern);
            }
            TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
        }
    }

    /**
     * Waits until the process ends.
     *
     * @return the lines of its output
     * @throws CommandFailure if its exit code is not 0, or the time is over
     */
    public List<String> awaitSuccess(Duration limit) throws InterruptedException {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("did not end within " + limit.toSeconds() + " s");
        }
        if (process.exitValue() != 0) {
            throw failure("ended with exit code " + process.exitValue());
        }
        return lines();
    }

    private List<String> lines() {
        try {
            return new String(Files.readAllBytes(output), UTF_8).lines().toList();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "cannot read the output of " + name, e);
        }
    }

    private CommandFailure failure(String what) {
        List<String> all = lines();
        List<String> last = all.subList(Math.max(0, all.size() - QUOTED_LINES), all.size());
        return new CommandFailure(
                ExitCode.UNEXPECTED, name + " " + what + "; its last lines: " + String.join(" | ", last));
    }

    /** Asks the process to end. Kills it after 15 s, and then all processes that it started. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(STOP_LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
    }
}
