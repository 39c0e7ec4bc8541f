package io.framelog.publisher;

import io.framelog.ffmpeg.Interrupt;
import io.framelog.frame.Frame;
import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.plan.StreamNeed;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceOpener;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.LoggerFactory;
import org.slf4j.helpers.NOPLogger;

/** Looks at a source for some seconds, and makes the frames that would be sent. On a thread of its own. */
final class SourceSample {
    /** How long it waits for the first frame. The slowest of the common cameras need some seconds to begin. */
    static final Duration FIRST_FRAME = Duration.ofSeconds(30);

    /** How long a source may take to be closed. */
    private static final Duration END = Duration.ofSeconds(10);

    private final PublishSettings settings;
    private final Duration length;
    private final ScheduledExecutorService timer;
    private final Interrupt interrupt = new Interrupt();
    private final PublishStats stats = new PublishStats(NOPLogger.NOP_LOGGER);
    private final Thread thread;
    private volatile StreamNeed result;
    private volatile boolean over;
    private long frames;
    private long bytes;
    private long first;
    private long last;

    /**
     * Begins.
     *
     * @param length how long frames are counted
     * @param timer ends it
     */
    SourceSample(PublishSettings settings, Duration length, ScheduledExecutorService timer) {
        this.settings = settings;
        this.length = length;
        this.timer = timer;
        result = StreamNeed.unknown(settings.stream(), "hangs while it is opened");
        thread = new Thread(this::run, "sample " + settings.stream());
        thread.setDaemon(true);
        thread.start();
        after(FIRST_FRAME, this::endUnlessBegun);
    }

    private void after(Duration time, Runnable task) {
        var unused = timer.schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private synchronized void endUnlessBegun() {
        if (frames == 0) {
            end();
        }
    }

    private void end() {
        over = true;
        thread.interrupt();
        interrupt.trip();
    }

    /** Waits until it is over, or hangs. */
    StreamNeed await() throws InterruptedException {
        thread.join(FIRST_FRAME.plus(length).plus(END).toMillis());
        return result;
    }

    private void run() {
        try {
            measure();
            result = need();
        } catch (InterruptedException e) {
            result = need();
        } catch (IOException | RuntimeException e) {
            result = over ? need() : StreamNeed.unknown(settings.stream(), String.valueOf(e.getMessage()));
            LoggerFactory.getLogger(SourceSample.class).debug("{} was not measured to the end", settings.stream(), e);
        }
    }

    private void measure() throws IOException, InterruptedException {
        SourceOpener opener = new SourceOpener(settings.source(), settings.sourceOptions(), interrupt);
        double speed = Double.isInfinite(settings.speed()) ? 1 : settings.speed();
        try (MediaSource source = opener.open();
                FrameMaker maker = new FrameMakers(settings, speed).of(source, "", stats, this::count)) {
            maker.readToEnd(source);
        }
    }

    private synchronized void count(Frame frame) {
        if (frames == 0) {
            first = frame.capturedMicros();
            after(length, this::end);
        }
        frames++;
        bytes += frame.image().remaining();
        last = frame.capturedMicros();
    }

    private synchronized StreamNeed need() {
        if (frames == 0) {
            return StreamNeed.unknown(
                    settings.stream(),
                    settings.source().describe() + " has delivered no picture in " + FIRST_FRAME.toSeconds() + " s");
        }
        return new StreamNeed(settings.stream(), stats.size(), rate(), (double) bytes / frames, Optional.empty());
    }

    /** One frame alone tells no rate; then the interval counts that was asked for. */
    private double rate() {
        if (frames > 1 && last > first) {
            return (frames - 1) * (double) TimeUnit.SECONDS.toMicros(1) / (last - first);
        }
        Duration interval =
                settings.every().filter(every -> every.compareTo(length) > 0).orElse(length);
        return (double) TimeUnit.SECONDS.toNanos(1) / interval.toNanos();
    }
}
