package io.framelog.benchmarks.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.BufferedReader;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** A process that was started here, its last lines of output, and its end. For any number of threads. */
public final class RunningCommand implements AutoCloseable {
    private static final int KEPT_LINES = 100;
    private static final int TOLD_LINES = 5;
    private static final Duration TO_END = Duration.ofSeconds(15);

    private final String name;
    private final Process process;
    private final Consumer<RunningCommand> onClose;
    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;
    private long dropped;
    private boolean ended;

    RunningCommand(String name, Process process, Consumer<RunningCommand> onClose) {
        this.name = name;
        this.process = process;
        this.onClose = onClose;
        reader = new Thread(this::read, "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line; (line = output.readLine()) != null; ) {
                synchronized (lines) {
                    lines.add(line);
                    if (lines.size() > KEPT_LINES) {
                        lines.remove();
                        dropped++;
                    }
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // It was ended in the midst of a line.
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    /** The process. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /**
     * Waits for a line of output.
     *
     * @param pattern found anywhere in it
     * @throws CommandFailure if the process ends without it, or it does not come in time
     */
    public Matcher awaitLine(Pattern pattern, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        long next = 0;
        synchronized (lines) {
            while (true) {
                for (String line : List.copyOf(lines).subList((int) Math.max(0, next - dropped), lines.size())) {
                    Matcher matcher = pattern.matcher(line);
                    if (matcher.find()) {
                        return matcher;
                    }
                }
                next = dropped + lines.size();
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw failure("printed no line with " + pattern);
                }
                lines.wait(left);
            }
        }
    }

    /**
     * Waits for its end.
     *
     * @return its output's last lines
     * @throws CommandFailure if its exit code is not 0, or it does not end in time
     */
    public List<String> awaitSuccess(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw failure("has not ended within " + patience.toSeconds() + " s");
        }
        reader.join();
        if (process.exitValue() != 0) {
            throw failure("ended with exit code " + process.exitValue());
        }
        synchronized (lines) {
            return new ArrayList<>(lines);
        }
    }

    private CommandFailure failure(String what) {
        synchronized (lines) {
            String last =
                    lines.stream().skip(Math.max(0, lines.size() - TOLD_LINES)).collect(Collectors.joining(" | "));
            return new CommandFailure(ExitCode.UNEXPECTED, name + " " + what + "; its last lines: " + last);
        }
    }

    /** Asks it to end, and ends it and all that it started by force after 15 s. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroy();
        try {
            if (!process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        children.forEach(ProcessHandle::destroyForcibly);
        onClose.accept(this);
    }
}
