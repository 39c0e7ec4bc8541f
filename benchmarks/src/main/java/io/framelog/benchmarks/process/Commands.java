package io.framelog.benchmarks.process;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Starts processes, and ends those that still run when it is closed. They use this JVM's Java, and get no variable
 * {@code FRAMELOG_*} but those that they are given. Thread-safe.
 */
public final class Commands implements AutoCloseable {
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    private final Deque<RunningCommand> started = new ArrayDeque<>();
    private final Path folder;
    private final Path outputs;
    private boolean closed;

    /**
     * @param folder the processes' working directory
     * @param outputs where files with their output are made
     */
    public Commands(Path folder, Path outputs) {
        this.folder = folder;
        this.outputs = outputs;
    }

    /**
     * Starts a process. Its standard error joins its standard output.
     *
     * @param environment added to this process's
     * @throws CommandFailure if the process cannot be started
     */
    public synchronized RunningCommand start(Map<String, String> environment, List<String> command) {
        if (closed) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "the benchmark is being stopped");
        }
        String name = String.valueOf(Path.of(command.get(0)).getFileName());
        try {
            Path output = Files.createTempFile(outputs, name, ".log");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(variable -> variable.startsWith("FRAMELOG_"));
            builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            started.removeIf(one -> !one.process().isAlive());
            started.push(new RunningCommand(name, process, output));
            return started.element();
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Runs a command to its end.
     *
     * @return the lines of its output
     * @throws CommandFailure if it fails or does not end in time
     */
    public List<String> run(Duration limit, List<String> command) throws InterruptedException {
        try (RunningCommand running = start(Map.of(), command)) {
            return running.awaitSuccess(limit);
        }
    }

    /** The first line that a command prints within 30 s; empty if it is not installed, fails, or prints nothing. */
    public Optional<String> firstLine(String... command) throws InterruptedException {
        try {
            return run(ANSWER_LIMIT, List.of(command)).stream().findFirst();
        } catch (CommandFailure e) {
            return Optional.empty();
        }
    }

    /** Ends all processes, the latest first: a publisher without Kafka would wait for it. */
    @Override
    public synchronized void close() {
        closed = true;
        started.forEach(RunningCommand::close);
    }
}
