package io.framelog.publisher;

import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.send.EventReporter;
import io.framelog.publisher.send.StatusReporter;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceException;
import io.framelog.publisher.source.SourceOpener;
import io.framelog.status.StreamStatus.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Captures from a live source until the publisher is stopped. A source that is lost is opened again and again. */
final class LiveCapture {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Logger log = LoggerFactory.getLogger(LiveCapture.class);
    private final SourceOpener opener;
    private final FrameMaker maker;
    private final StatusReporter status;
    private final PublishStats stats;
    private final EventReporter events;

    LiveCapture(
            SourceOpener opener, FrameMaker maker, StatusReporter status, PublishStats stats, EventReporter events) {
        this.opener = opener;
        this.maker = maker;
        this.status = status;
        this.stats = stats;
        this.events = events;
    }

    /**
     * Runs until the thread is interrupted.
     *
     * @param first the opened source; closed when it is lost
     */
    void run(MediaSource first) throws InterruptedException {
        MediaSource source = first;
        Duration pause = Duration.ZERO;
        while (true) {
            long before = stats.captured();
            String reason = captureUntilLost(source);
            if (stats.captured() > before) {
                pause = Duration.ZERO;
            }
            long lost = System.nanoTime();
            log.warn("{}: trying to open it again", reason);
            status.report(State.LOST, reason);
            events.lost(reason);
            for (boolean opened = false; !opened; ) {
                TimeUnit.NANOSECONDS.sleep(pause.toNanos());
                pause = longer(pause);
                try {
                    source = opener.open();
                    opened = true;
                } catch (SourceException e) {
                    log.debug("still not available: {}", e.getMessage());
                }
            }
            log.info(
                    "{} is back after {} s",
                    opener.describe(),
                    TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lost));
            status.report(State.LIVE, "");
        }
    }

    private String captureUntilLost(MediaSource opened) throws InterruptedException {
        try (MediaSource source = opened) {
            maker.readToEnd(source);
            return opener.describe() + " has ended";
        } catch (IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            return String.valueOf(e.getMessage());
        }
    }

    private static Duration longer(Duration pause) {
        Duration next = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }
}
