package io.framelog.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A service in its own process, started by the launcher that the build has made, as its users start it. The test must
 * close it. Thread-safe.
 */
public final class ServiceProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private final Thread reader;
    private boolean ended;

    private ServiceProcess(Process process) {
        this.process = process;
        reader = new Thread(this::read, "output of " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    /**
     * Starts a service.
     *
     * @param service the name of its module and of its launcher
     * @param environment added to this process's, whose variables {@code FRAMELOG_*} are removed
     */
    public static ServiceProcess start(String service, Map<String, String> environment, String... arguments) {
        return start(launcher(service), environment, arguments);
    }

    /**
     * Starts a shell command that starts a service.
     *
     * @param command in which {@code $0} is the service's launcher
     */
    public static ServiceProcess startShell(String service, Map<String, String> environment, String command) {
        return start(
                Path.of("/bin/sh"),
                environment,
                "-c",
                command,
                launcher(service).toAbsolutePath().toString());
    }

    /** Starts any other command, without variables {@code FRAMELOG_*}. */
    public static ServiceProcess startCommand(Path executable, String... arguments) {
        return start(executable, Map.of(), arguments);
    }

    private static ServiceProcess start(Path executable, Map<String, String> environment, String... arguments) {
        List<String> command = new ArrayList<>(List.of(executable.toString()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("FRAMELOG_"));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        builder.environment().putAll(environment);
        try {
            return new ServiceProcess(builder.start());
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + executable, e);
        }
    }

    private static Path launcher(String service) {
        Path launcher = Path.of(
                System.getProperty("framelog.root", ".."), service, "target", "framelog-" + service, "bin", service);
        if (!Files.isExecutable(launcher)) {
            throw new IllegalStateException("cannot find " + launcher + ": build it with mvn -DskipTests package");
        }
        return launcher;
    }

    private void read() {
        try (BufferedReader output = process.inputReader(UTF_8)) {
            for (String line; (line = output.readLine()) != null; ) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
            }
        } catch (IOException e) {
            // The process was killed in the middle of a line.
        } finally {
            synchronized (lines) {
                ended = true;
                lines.notifyAll();
            }
        }
    }

    /**
     * Waits for a line of its standard output or standard error.
     *
     * @param pattern found anywhere in the line
     * @return what was found
     * @throws AssertionError if it does not come within a minute, or the service ends without it; quotes the output
     */
    public Matcher awaitLine(String pattern) throws InterruptedException {
        Pattern wanted = Pattern.compile(pattern);
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (lines) {
            for (int next = 0; ; ) {
                for (; next < lines.size(); next++) {
                    Matcher matcher = wanted.matcher(lines.get(next));
                    if (matcher.find()) {
                        return matcher;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (ended || left <= 0) {
                    throw new AssertionError("no line with " + pattern + " in:\n" + String.join("\n", lines));
                }
                lines.wait(left);
            }
        }
    }

    /**
     * Waits for up to a minute until it ends.
     *
     * @return its exit code
     */
    public int awaitExit() throws InterruptedException {
        if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new AssertionError("it has not ended; its output:\n" + output());
        }
        reader.join();
        return process.exitValue();
    }

    /** Its output so far. */
    public String output() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    /** Its process, which the caller must not end. */
    public ProcessHandle handle() {
        return process.toHandle();
    }

    /** Sends it a signal, such as {@code TERM}. */
    public void signal(String name) throws IOException, InterruptedException {
        int sent = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
        if (sent != 0) {
            throw new AssertionError("kill -" + name + " failed");
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
