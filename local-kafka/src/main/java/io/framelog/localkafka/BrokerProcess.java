package io.framelog.localkafka;

import io.framelog.localkafka.broker.BrokerReport;
import io.framelog.localkafka.broker.DataFolder;
import io.framelog.localkafka.broker.Lifeline;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** One run of the broker's JVM. Thread-safe. */
final class BrokerProcess {

    private static final int TAIL_LINES = 20;
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(12);

    private final Process process;
    private final DataFolder data;
    private final long logStart;
    private final CompletableFuture<Optional<BrokerReport>> report = new CompletableFuture<>();

    private BrokerProcess(Process process, DataFolder data, long logStart) {
        this.process = process;
        this.data = data;
        this.logStart = logStart;
    }

    /**
     * Starts the JVM. {@link #awaitReport} returns the result.
     *
     * @param command its command line
     * @param data the folder of its log file; also its working directory, where a JVM writes its crash report
     * @param verbose whether its log goes to this JVM's standard error, not to the file
     */
    static BrokerProcess start(List<String> command, DataFolder data, boolean verbose) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(data.path().toFile());
        if (verbose) {
            builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        } else {
            builder.redirectError(ProcessBuilder.Redirect.appendTo(data.log().toFile()));
        }
        long logStart = Files.exists(data.log()) ? Files.size(data.log()) : 0;
        BrokerProcess broker = new BrokerProcess(builder.start(), data, logStart);
        Thread reader = new Thread(broker::readReports, "local-kafka-reports");
        reader.setDaemon(true);
        reader.start();
        return broker;
    }

    /**
     * Waits until the broker reports the result of its start.
     *
     * @return empty if its JVM ended without a report
     * @throws TimeoutException if it is not ready in time
     */
    Optional<BrokerReport> awaitReport(Duration timeout) throws InterruptedException, TimeoutException {
        try {
            return report.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    ProcessHandle handle() {
        return process.toHandle();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    int awaitExit() throws InterruptedException {
        return process.waitFor();
    }

    /** Shuts the broker down cleanly, or kills it after 12 s. Returns when it has ended. */
    void stop() {
        try {
            process.getOutputStream().write(Lifeline.STOP);
            process.getOutputStream().close();
        } catch (IOException e) {
            // It has ended, or will soon.
        }
        endWithin(STOP_TIMEOUT);
    }

    /** Kills the broker. Returns when it has ended. */
    void kill() {
        endWithin(Duration.ZERO);
    }

    /** The last lines of this run's log. */
    String tail() {
        try {
            if (!Files.exists(data.log())) {
                return "";
            }
            byte[] log = Files.readAllBytes(data.log());
            int start = (int) Math.min(logStart, log.length);
            List<String> lines = new String(log, start, log.length - start, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits even if this thread is interrupted: a broker that keeps running would be worse. */
    private void endWithin(Duration timeout) {
        boolean interrupted = false;
        long deadline = System.nanoTime() + timeout.toNanos();
        while (true) {
            try {
                if (!process.waitFor(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    process.destroyForcibly();
                    process.waitFor();
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void readReports() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (@Nullable String line = lines.readLine(); line != null; line = lines.readLine()) {
                BrokerReport.parse(line).map(Optional::of).ifPresent(report::complete);
            }
        } catch (IOException e) {
            // The broker is being killed; its output ends here.
        }
        report.complete(Optional.empty());
    }
}
