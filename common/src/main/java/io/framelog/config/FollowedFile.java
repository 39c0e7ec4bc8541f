package io.framelog.config;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.FatalErrors;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows a file of settings while a process runs: looks at it every {@link #INTERVAL}, and at SIGHUP. A file with
 * mistakes changes nothing; the mistakes are logged once.
 */
public final class FollowedFile implements AutoCloseable {
    /** How often the file is read. A change counts when it is seen twice, because editors do not write at once. */
    static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Takes what the file says. Called on the thread that follows it. */
    @FunctionalInterface
    public interface Settings {
        /**
         * Applies a text of the file, unless it has mistakes.
         *
         * @return a line for each mistake; empty if it was applied
         * @throws InterruptedException if the thread is to end
         */
        List<String> apply(String text) throws InterruptedException;
    }

    private final Logger log = LoggerFactory.getLogger(FollowedFile.class);
    private final SettingsFile file;
    private final Settings settings;
    private final Duration interval;
    private final Semaphore asked = new Semaphore(0);
    private final Thread thread;
    private String applied;
    private String seen;
    private String complaint = "";

    /**
     * Does nothing before {@link #start}.
     *
     * @param applied the file's text that counts already
     */
    public FollowedFile(SettingsFile file, String applied, Settings settings) {
        this(file, applied, settings, INTERVAL);
    }

    FollowedFile(SettingsFile file, String applied, Settings settings, Duration interval) {
        this.file = file;
        this.settings = settings;
        this.interval = interval;
        this.applied = applied;
        this.seen = applied;
        thread = new Thread(this::run, "config");
        thread.setDaemon(true);
    }

    /** Follows the file from now on, on a thread of its own. */
    public void start() {
        Hangup.call(this::readNow);
        thread.start();
    }

    /** What the file contains counts at once, and what its files contain is read again. Can be called from any thread. */
    void readNow() {
        asked.release();
    }

    /** Ends soon. */
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                boolean now = asked.tryAcquire(interval.toNanos(), TimeUnit.NANOSECONDS);
                asked.drainPermits();
                try {
                    look(now);
                } catch (RuntimeException | Error e) {
                    FatalErrors.escalate(e);
                    log.error("{} cannot be followed now", file.path(), e);
                }
            }
        } catch (InterruptedException e) {
            log.debug("the file is not followed any more", e);
        }
    }

    /** @param now whether somebody has asked: the text counts at once, also if it is the same */
    private void look(boolean now) throws InterruptedException {
        String text;
        try {
            text = file.text();
        } catch (CommandFailure e) {
            complain(List.of(String.valueOf(e.getMessage())));
            return;
        }
        boolean settled = text.equals(seen);
        seen = text;
        if (now || (settled && !text.equals(applied))) {
            applied = text;
            List<String> mistakes = settings.apply(text);
            complaint = "";
            complain(mistakes);
        }
    }

    /** Once, while the reason stays. */
    private void complain(List<String> lines) {
        String reason = String.join("\n", lines);
        if (!reason.equals(complaint)) {
            complaint = reason;
            lines.forEach(line -> log.error("{}", line));
            log.error("the streams go on as before, until {} is right", file.path());
        }
    }
}
