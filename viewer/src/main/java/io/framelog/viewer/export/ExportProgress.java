package io.framelog.viewer.export;

import io.framelog.viewer.clip.ClipProgress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import me.tongfei.progressbar.ProgressState;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows on standard error how far an export is: a bar on a terminal, a line every {@link #LINE_SECONDS} elsewhere. */
final class ExportProgress implements AutoCloseable {
    private static final int LINE_SECONDS = 10;
    private static final int BAR_MILLIS = 250;
    private static final int LINE_LENGTH = 160;

    private final Logger log = LoggerFactory.getLogger("io.framelog.progress");
    private final ClipProgress progress;
    private final ProgressBarBuilder builder;
    private final Thread updater = new Thread(this::update, "progress");
    private volatile boolean closed;

    /** @param length of the video, where it is as long as asked for */
    ExportProgress(String name, Duration length, ClipProgress progress, boolean terminal) {
        this.progress = progress;
        builder = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(Math.max(1, length.toSeconds()))
                .setStyle(ProgressBarStyle.ASCII);
        if (terminal) {
            builder.setUpdateIntervalMillis(BAR_MILLIS).setConsumer(new ConsoleProgressBarConsumer(System.err));
        } else {
            builder.setUpdateIntervalMillis((int) TimeUnit.SECONDS.toMillis(LINE_SECONDS))
                    .setConsumer(new DelegatingProgressBarConsumer(this::log, LINE_LENGTH))
                    .setRenderer((state, width) -> line(state));
        }
        updater.setDaemon(true);
    }

    void start() {
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
        if (progress.frames() > 0) {
            bar.stepTo(progress.length().toSeconds());
        }
        bar.setExtraMessage(" " + progress.frames() + " frames");
    }

    private String line(ProgressState state) {
        return state.getTaskName() + ": " + state.getCurrent() + " of " + state.getMax() + " s of video, "
                + progress.frames() + " frames";
    }

    /** The library draws at its beginning, and more than once at its end, where the command's own last line tells all. */
    private void log(String line) {
        if (!closed && progress.frames() > 0) {
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
