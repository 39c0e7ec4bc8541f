package io.framelog.publisher;

import io.framelog.latency.StatsLog;
import io.framelog.progress.ProgressDisplay;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishProgress;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.send.FrameQueue;
import io.framelog.publisher.send.Sender;
import io.framelog.publisher.source.MediaSource;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** What a run tells people: its progress, its statistics, and a summary at its end. For one thread. */
final class RunReport {
    private final Logger log;
    private final PublishSettings settings;
    private final PublishStats stats;
    private final PublishLatency latency;

    RunReport(Logger log, PublishSettings settings, PublishStats stats, PublishLatency latency) {
        this.log = log;
        this.settings = settings;
        this.stats = stats;
        this.latency = latency;
    }

    /** The display of the progress, which the caller must close; null if several streams would disturb each other. */
    @Nullable ProgressDisplay progress(MediaSource source) {
        if (!settings.alone()) {
            return null;
        }
        OptionalLong duration = settings.loop() ? OptionalLong.empty() : source.duration();
        OptionalLong seconds =
                duration.isEmpty() ? duration : OptionalLong.of(TimeUnit.MICROSECONDS.toSeconds(duration.getAsLong()));
        return new ProgressDisplay(
                settings.stream().value(),
                seconds,
                new PublishProgress(stats),
                Boolean.getBoolean("framelog.terminal"));
    }

    /**
     * Begins to log statistics.
     *
     * @param interval zero: never
     * @return null if they are not logged
     */
    @Nullable StatsLog statistics(Duration interval, FrameQueue queue, Sender sender) {
        if (interval.isZero()) {
            return null;
        }
        return new StatsLog(
                interval,
                () -> name() + "frames: " + stats.acknowledged() + " acknowledged, " + stats.dropped() + " dropped, "
                        + queue.size() + " of " + FrameQueue.MAX_FRAMES + " waiting, " + sender.unacknowledged()
                        + " of "
                        + sender.maxUnacknowledged() + " not acknowledged yet; " + latency.sinceLast());
    }

    /** The last line of the statistics. */
    String lastStatistics() {
        return name() + latency.sinceBeginning();
    }

    private String name() {
        return settings.alone() ? "" : settings.stream() + ": ";
    }

    /** @param interrupted whether the source was left before its end */
    void summarize(MediaSource source, boolean interrupted) {
        String drops = stats.dropsByReason();
        log.info(
                "{} frames sent in {} s: {}{}",
                stats.acknowledged(),
                Math.round(10 * stats.seconds()) / 10.0,
                stats.rate(),
                drops.isEmpty() ? "" : "; dropped: " + drops);
        source.shortfall()
                .filter(text -> !interrupted)
                .ifPresent(text -> log.warn(
                        "{} {}: the file is incomplete", settings.source().describe(), text));
        long missing = stats.open();
        if (missing > 0) {
            log.warn("{} captured frames were not acknowledged by Kafka before the end", missing);
        }
    }
}
