package io.framelog.latency;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs a line of statistics at a regular interval, on a thread of its own. */
public final class StatsLog {
    private final Logger log = LoggerFactory.getLogger("io.framelog.stats");
    private final Duration interval;
    private final Supplier<String> line;
    private final Thread thread = new Thread(this::run, "stats");

    /**
     * Starts to log.
     *
     * @param interval between two lines
     * @param line supplies the line; called on this object's thread
     */
    public StatsLog(Duration interval, Supplier<String> line) {
        this.interval = interval;
        this.line = line;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (true) {
                TimeUnit.NANOSECONDS.sleep(interval.toNanos());
                log.info("{}", line.get());
            }
        } catch (InterruptedException e) {
            // close() was called
        }
    }

    /**
     * Stops the thread and logs a last line.
     *
     * @param last the last line
     */
    public void close(String last) {
        thread.interrupt();
        log.info("at the end: {}", last);
    }
}
