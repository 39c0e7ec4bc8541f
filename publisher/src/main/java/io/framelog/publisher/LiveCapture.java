package io.framelog.publisher;

import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.send.EventReporter;
import io.framelog.publisher.send.Run;
import io.framelog.publisher.send.StatusReporter;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceException;
import io.framelog.publisher.source.SourceOpener;
import io.framelog.status.StreamStatus.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;

/**
 * Captures from a live source until the publisher is stopped. A source that is lost is opened again and again. If it
 * answers, the pauses grow until it delivers {@link SourceHealth#GOOD_RUN} of frames without a break.
 */
final class LiveCapture {
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    /** Between attempts while nothing answers. The source is found soon after its return. */
    private static final Duration PAUSE_WHILE_AWAY = Duration.ofMillis(500);

    private final Logger log;
    private final SourceOpener opener;
    private final StatusReporter status;
    private final EventReporter events;
    private Duration pause = Duration.ZERO;
    private final SourceHealth health = new SourceHealth(new Reports(), System::nanoTime);

    LiveCapture(SourceOpener opener, Run run, StatusReporter status, EventReporter events) {
        log = run.log(LiveCapture.class);
        this.opener = opener;
        this.status = status;
        this.events = events;
    }

    /** A frame has come. Must be called for every frame, on the capturing thread. */
    void frame() {
        health.frame();
    }

    /**
     * Runs until the thread is interrupted.
     *
     * @param first the opened source; closed when it is lost
     * @param maker makes the frames
     */
    void run(MediaSource first, FrameMaker maker) throws InterruptedException {
        MediaSource source = first;
        while (true) {
            String reason = captureUntilLost(source, maker);
            if (health.isGood()) {
                pause = Duration.ZERO;
            }
            source = await(reason, true);
        }
    }

    /**
     * Opens the source again and again, until that succeeds.
     *
     * @param reason why it is not open
     * @param live whether a recording will not do
     */
    MediaSource await(String reason, boolean live) throws InterruptedException {
        health.failed(reason);
        boolean away = false;
        while (true) {
            TimeUnit.NANOSECONDS.sleep((away ? PAUSE_WHILE_AWAY : pause).toNanos());
            pause = away ? pause : longer(pause);
            try {
                return open(live);
            } catch (SourceException e) {
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                health.failed(String.valueOf(e.getMessage()));
                away = e.isAway();
                log.debug("still not available: {}", e.getMessage());
            }
        }
    }

    private MediaSource open(boolean live) throws SourceException {
        MediaSource source = opener.open();
        if (live && !source.isLive()) {
            source.close();
            throw new SourceException(opener.describe() + " gives a recording now, and no live stream");
        }
        return source;
    }

    private String captureUntilLost(MediaSource opened, FrameMaker maker) throws InterruptedException {
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

    private final class Reports implements SourceHealth.Listener {
        @Override
        public void lost(String reason) {
            log.warn("{}: trying to open it again", reason);
            status.report(State.LOST, reason);
            events.lost(reason);
        }

        @Override
        public void stillLost(String reason) {
            log.warn("{}: still trying", reason);
            status.report(State.LOST, reason);
        }

        @Override
        public void back(long seconds) {
            log.info("{} is back after {} s", opener.describe(), seconds);
            status.report(State.LIVE, "");
            events.recovered();
        }
    }
}
