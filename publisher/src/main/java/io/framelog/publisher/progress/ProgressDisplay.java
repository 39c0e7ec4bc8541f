package io.framelog.publisher.progress;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.DelegatingProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows on standard error how far a run is: a bar on a terminal, a line every {@link #LINE_SECONDS} elsewhere. The bar counts
 * seconds of the recording; where there is no end, it only tells the figures.
 */
public final class ProgressDisplay implements AutoCloseable {
    private static final int LINE_SECONDS = 10;
    private static final int BAR_MILLIS = 500;
    private static final int LINE_LENGTH = 160;

    private final PublishStats stats;
    private final ProgressBar bar;
    private final Thread updater = new Thread(this::update, "progress");
    private final int period;
    private final long start = System.nanoTime();

    /**
     * @param name what is being published
     * @param durationMicros of the recording; empty where it has no end
     * @param terminal whether standard error is a terminal
     */
    public ProgressDisplay(String name, OptionalLong durationMicros, PublishStats stats, boolean terminal) {
        this.stats = stats;
        this.period = terminal ? BAR_MILLIS : (int) TimeUnit.SECONDS.toMillis(LINE_SECONDS);
        Logger log = LoggerFactory.getLogger("io.framelog.progress");
        ProgressBarBuilder builder = new ProgressBarBuilder()
                .setTaskName(name)
                .setInitialMax(
                        durationMicros.isPresent() ? TimeUnit.MICROSECONDS.toSeconds(durationMicros.getAsLong()) : -1)
                .setUpdateIntervalMillis(period)
                .setStyle(ProgressBarStyle.ASCII)
                .setConsumer(
                        terminal
                                ? new ConsoleProgressBarConsumer(System.err)
                                : new DelegatingProgressBarConsumer(log::info, LINE_LENGTH));
        bar = builder.build();
        updater.setDaemon(true);
    }

    /** Begins to follow the figures. */
    public void start() {
        updater.start();
    }

    private void update() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                show();
                TimeUnit.MILLISECONDS.sleep(Math.min(period, 1000));
            }
        } catch (InterruptedException e) {
            // The end: close() shows the last figures.
        }
    }

    private void show() {
        bar.stepTo(TimeUnit.MICROSECONDS.toSeconds(stats.position()));
        bar.setExtraMessage(figures());
    }

    private String figures() {
        double seconds = Math.max(1e-3, (System.nanoTime() - start) / 1e9);
        return String.format(
                Locale.ROOT,
                " %d frames, %.1f fps, %.2f MB/s, %d dropped",
                stats.acknowledged(),
                stats.acknowledged() / seconds,
                stats.acknowledgedBytes() / seconds / 1e6,
                stats.dropped());
    }

    @Override
    public void close() {
        updater.interrupt();
        show();
        bar.close();
    }
}
