package io.framelog.publisher.progress;

import io.framelog.progress.Progress;
import java.util.concurrent.TimeUnit;

/**
 * The progress of a run.
 *
 * @param stats the run's counters
 */
public record PublishProgress(PublishStats stats) implements Progress {
    @Override
    public boolean hasBegun() {
        return stats.acknowledged() > 0;
    }

    @Override
    public long seconds() {
        return TimeUnit.MICROSECONDS.toSeconds(stats.position());
    }

    @Override
    public double elapsed() {
        return stats.seconds();
    }

    @Override
    public String figures() {
        return stats.acknowledged() + " frames, " + stats.rate() + ", " + stats.dropped() + " dropped";
    }
}
