package io.framelog.benchmarks.process;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Starts processes, and ends those that still run when it is closed: at the latest when the JVM ends, by Ctrl-C too. They run
 * on this JVM's Java, and with nothing of Framelog's in their environment but what they are given. For any number of threads.
 */
public final class Commands implements AutoCloseable {
    private final List<RunningCommand> running = new ArrayList<>();
    private final Path folder;
    private boolean closed;

    /** @param folder where the processes work */
    public Commands(Path folder) {
        this.folder = folder;
    }

    /**
     * Starts a process; its standard error goes where its output does.
     *
     * @param environment added to this process's
     * @throws CommandFailure if it cannot be started
     */
    public synchronized RunningCommand start(Map<String, String> environment, List<String> command) {
        if (closed) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "it is being ended");
        }
        String name = String.valueOf(Path.of(command.get(0)).getFileName());
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(variable -> variable.startsWith("FRAMELOG_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            RunningCommand started = new RunningCommand(name, process, this::remove);
            running.add(started);
            return started;
        } catch (IOException e) {
            throw new CommandFailure(ExitCode.UNEXPECTED, name + " cannot be started: " + e.getMessage(), e);
        }
    }

    private synchronized void remove(RunningCommand ended) {
        running.remove(ended);
    }

    /** Ends them, the last started first: a publisher without Kafka would wait for it. */
    @Override
    public void close() {
        List<RunningCommand> left;
        synchronized (this) {
            closed = true;
            left = new ArrayList<>(running);
        }
        for (int i = left.size() - 1; i >= 0; i--) {
            left.get(i).close();
        }
    }
}
