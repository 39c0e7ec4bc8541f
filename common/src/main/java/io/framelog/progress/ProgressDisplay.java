package io.framelog.progress;

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
 * Shows on standard error how far a command is: a bar on a terminal, a line every {@link #LINE_SECONDS} elsewhere. It counts
 * the video's seconds; where there is no end, it tells the figures alone.
 */
public final class ProgressDisplay implements AutoCloseable {
    private static final int LINE_SECONDS = 10;
    private static final int BAR_MILLIS = 500;
    private static final int LINE_LENGTH = 160;

    private final Logger log = LoggerFactory.getLogger("io.framelog.progress");
    private final Progress progress;
    private final ProgressBarBuilder builder;
    private final Thread updater = new Thread(this::update, "progress");
    private volatile boolean closed;

    /**
     * Prepared, but nothing is shown yet.
     *
     * @param name what is being worked on
     * @param seconds of the whole video; empty where it has no end
     * @param terminal whether standard error is a terminal
     */
    public ProgressDisplay(String name, OptionalLong seconds, Progress progress, boolean terminal) {
        this.progress = progress;
        builder = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(seconds.isPresent() ? Math.max(1, seconds.getAsLong()) : -1)
                .setStyle(ProgressBarStyle.ASCII);
        if (terminal) {
            builder.setUpdateIntervalMillis(BAR_MILLIS).setConsumer(new ConsoleProgressBarConsumer(System.err));
        } else {
            builder.setUpdateIntervalMillis((int) TimeUnit.SECONDS.toMillis(LINE_SECONDS))
                    .setConsumer(new DelegatingProgressBarConsumer(this::log, LINE_LENGTH));
        }
        if (!terminal || seconds.isEmpty()) {
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

    /** The library draws at its beginning, and more than once at its end, where the command's own last line tells all. */
    private void log(String line) {
        if (!closed && progress.hasBegun()) {
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
