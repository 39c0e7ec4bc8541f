package io.framelog.publisher.progress;

import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows on standard error how far a run is: a bar on a terminal, a line every {@link #LINE_SECONDS} elsewhere. It counts the
 * recording's seconds; where there is no end, it tells the figures alone.
 */
public final class ProgressDisplay implements AutoCloseable {
    private static final int LINE_SECONDS = 10;
    private static final int BAR_MILLIS = 500;
    private static final int LINE_LENGTH = 160;

    private final Logger log = LoggerFactory.getLogger("io.framelog.progress");
    private final PublishStats stats;
    private final ProgressBarBuilder builder;
    private final Thread updater = new Thread(this::update, "progress");
    private volatile boolean closed;

    /**
     * Prepared, but nothing is shown yet.
     *
     * @param name what is being published
     * @param durationMicros of the recording; empty where it has no end
     * @param terminal whether standard error is a terminal
     */
    public ProgressDisplay(String name, OptionalLong durationMicros, PublishStats stats, boolean terminal) {
        this.stats = stats;
        builder = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(
                        durationMicros.isPresent() ? TimeUnit.MICROSECONDS.toSeconds(durationMicros.getAsLong()) : -1)
                .setStyle(ProgressBarStyle.ASCII);
        if (terminal) {
            builder.setUpdateIntervalMillis(BAR_MILLIS).setConsumer(new ConsoleProgressBarConsumer(System.err));
        } else {
            builder.setUpdateIntervalMillis((int) TimeUnit.SECONDS.toMillis(LINE_SECONDS))
                    .setConsumer(new DelegatingProgressBarConsumer(this::log, LINE_LENGTH));
        }
        if (!terminal || durationMicros.isEmpty()) {
            builder.setRenderer((state, length) -> line(state));
        }
        updater.setDaemon(true);
    }

    /** Begins to show. */
    public void start() {
        updater.start();
    }

    /** The bar lives on this thread: the library wants to be told the figures, and draws them in its own time. */
    private void update() {
        try (ProgressBar bar = builder.build()) {
            while (!Thread.currentThread().isInterrupted()) {
                show(bar);
                try {
                    TimeUnit.MILLISECONDS.sleep(BAR_MILLIS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            show(bar);
        }
    }

    private void show(ProgressBar bar) {
        bar.stepTo(TimeUnit.MICROSECONDS.toSeconds(stats.position()));
        bar.setExtraMessage(" " + figures());
    }

    private String line(ProgressState state) {
        if (state.isIndefinite()) {
            return state.getTaskName() + ": " + figures();
        }
        double pace = Math.max(1, state.getCurrent()) / Math.max(1, stats.seconds());
        long left = Math.round(Math.max(0, state.getMax() - state.getCurrent()) / pace);
        return state.getTaskName() + ": " + state.getCurrent() + " of " + state.getMax() + " s, " + figures() + ", "
                + left + " s left";
    }

    private String figures() {
        return stats.acknowledged() + " frames, " + stats.rate() + ", " + stats.dropped() + " dropped";
    }

    /** The library draws at its beginning, and more than once at its end, where the run's own last line tells all. */
    private void log(String line) {
        if (!closed && stats.acknowledged() > 0) {
            log.info("{}", line.strip());
        }
    }

    @Override
    public void close() {
        closed = true;
        updater.interrupt();
        try {
            updater.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
