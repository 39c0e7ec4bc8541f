package io.framelog.progress;

import io.framelog.log.LogFormat;
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
 * Shows a command's progress on standard error: a bar on a terminal, otherwise a line every {@link #LINE_SECONDS}
 * seconds. It counts the video's seconds. If the video has no end, it shows only the figures.
 */
public final class ProgressDisplay implements AutoCloseable {
    private static final int LINE_SECONDS = 10;
    private static final int BAR_MILLIS = 500;
    private static final int LINE_LENGTH = 160;

    private final Logger log = LoggerFactory.getLogger("io.framelog.progress");
    private final Progress progress;
    private final ProgressBarBuilder builder;
    private final Thread updater = new Thread(this::update, "progress");
    private volatile long startNanos;
    private volatile boolean closed;

    /**
     * Shows nothing before {@link #start}.
     *
     * @param name what is being processed
     * @param seconds the video's length; empty if it has no end
     * @param terminal whether standard error is a terminal
     */
    public ProgressDisplay(String name, OptionalLong seconds, Progress progress, boolean terminal) {
        this.progress = progress;
        boolean asBar = terminal && !LogFormat.isJson();
        builder = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(seconds.isPresent() ? Math.max(1, seconds.getAsLong()) : -1)
                .setStyle(ProgressBarStyle.ASCII);
        if (asBar) {
            builder.setUpdateIntervalMillis(BAR_MILLIS).setConsumer(new ConsoleProgressBarConsumer(System.err));
        } else {
            builder.setUpdateIntervalMillis((int) TimeUnit.SECONDS.toMillis(LINE_SECONDS))
                    .setConsumer(new DelegatingProgressBarConsumer(this::log, LINE_LENGTH));
        }
        if (!asBar || seconds.isEmpty()) {
            builder.setRenderer((state, length) -> line(state));
        }
        updater.setDaemon(true);
    }

    /** Starts to show the progress. */
    public void start() {
        startNanos = System.nanoTime();
        updater.start();
    }

    /** Passes the figures to the bar, which the library draws at its own interval. */
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
        bar.stepTo(progress.seconds());
        bar.setExtraMessage(" " + progress.figures());
    }

    private String line(ProgressState state) {
        if (state.isIndefinite()) {
            return state.getTaskName() + ": " + progress.figures();
        }
        double pace = Math.max(1, state.getCurrent()) / Math.max(1, progress.elapsed());
        long left = Math.round(Math.max(0, state.getMax() - state.getCurrent()) / pace);
        return state.getTaskName() + ": " + state.getCurrent() + " of " + state.getMax() + " s, " + progress.figures()
                + ", " + left + " s left";
    }

    /**
     * Leaves out the lines that the library draws at once when it starts, and when it ends: the command prints a line of its
     * own then.
     */
    private void log(String line) {
        boolean first = System.nanoTime() - startNanos < TimeUnit.SECONDS.toNanos(LINE_SECONDS) / 2;
        if (!closed && !first && progress.hasBegun()) {
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
