package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.event.EventTopic;
import io.framelog.ffmpeg.ImageSettings;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.frame.Frame;
import io.framelog.kafka.KafkaOptions;
import io.framelog.latency.StatsLog;
import io.framelog.progress.ProgressDisplay;
import io.framelog.publisher.encode.FrameMaker;
import io.framelog.publisher.encode.LiveTimeline;
import io.framelog.publisher.encode.RecordedTimeline;
import io.framelog.publisher.encode.Timeline;
import io.framelog.publisher.progress.Drop;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishProgress;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.send.EventReporter;
import io.framelog.publisher.send.FrameQueue;
import io.framelog.publisher.send.SendSettings;
import io.framelog.publisher.send.Sender;
import io.framelog.publisher.send.StatusReporter;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceException;
import io.framelog.publisher.source.SourceOpener;
import io.framelog.status.StatusTopic;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the publisher, from the opened source to the last acknowledged frame. */
final class Publication {
    private final Logger log = LoggerFactory.getLogger(Publication.class);
    private final KafkaOptions kafka;
    private final PublishSettings settings;
    private final Interrupt interrupt = new Interrupt();
    private final SourceOpener opener;
    private final PublishStats stats = new PublishStats();
    private final PublishLatency latency = new PublishLatency();
    private final String run = UUID.randomUUID().toString();
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread capturing;

    Publication(KafkaOptions kafka, PublishSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.opener = new SourceOpener(settings.source(), settings.sourceOptions(), interrupt);
    }

    /**
     * Publishes until the source ends, or {@link #stop} is called.
     *
     * @throws CommandFailure if the source cannot be opened, a recording cannot be read to its end, or Kafka fails
     */
    void run() throws InterruptedException {
        capturing = Thread.currentThread();
        try (MediaSource source = openFirst()) {
            publish(source);
        } finally {
            ended.countDown();
        }
    }

    /** Ends the run: what was captured is still sent, for as long as {@link Sender#lastWait} allows. Returns after that. */
    void stop() {
        interruptCapture();
        if (capturing != null) {
            try {
                ended.await(Sender.lastWait().toMillis() + 500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void interruptCapture() {
        Thread thread = capturing;
        if (thread != null) {
            // First, so that a source that sees the trip is known to have been told to end.
            thread.interrupt();
        }
        interrupt.trip();
    }

    private MediaSource openFirst() throws InterruptedException {
        try {
            return opener.open();
        } catch (SourceException e) {
            if (interrupt.isTripped()) {
                throw new InterruptedException();
            }
            throw new CommandFailure(ExitCode.NO_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private void publish(MediaSource source) throws InterruptedException {
        boolean live = source.isLive();
        FrameQueue queue = new FrameQueue(live ? FrameQueue.WhenFull.DROP_OLDEST : FrameQueue.WhenFull.WAIT, stats);
        StatusReporter status =
                new StatusReporter(StatusTopic.of(kafka.topic()), settings.stream(), opener.describe(), run, stats);
        EventReporter events = new EventReporter(
                EventTopic.of(kafka.topic()), settings.stream(), opener.describe(), run, stats, Clock.systemUTC());
        SendSettings sending = new SendSettings(
                live,
                !live && Double.isInfinite(settings.speed()),
                settings.connectTimeout(),
                settings.maxFrameBytes(),
                "framelog-publisher-" + settings.stream());
        Sender sender = new Sender(kafka, sending, queue, stats, latency, status, this::interruptCapture, events);
        OptionalLong duration = settings.loop() ? OptionalLong.empty() : source.duration();
        OptionalLong seconds =
                duration.isEmpty() ? duration : OptionalLong.of(TimeUnit.MICROSECONDS.toSeconds(duration.getAsLong()));
        sender.start();
        @Nullable StatsLog figures = figures(queue, sender);
        try (ProgressDisplay progress = new ProgressDisplay(
                settings.stream().value(),
                seconds,
                new PublishProgress(stats),
                Boolean.getBoolean("framelog.terminal"))) {
            progress.start();
            if (!live) {
                // Playing begins when its frames can go: those that had to wait for Kafka would follow in a rush.
                sender.awaitReady();
            }
            capture(source, queue, status, events);
            events.ending("the source came to its end");
            queue.close();
            sender.await();
        } catch (InterruptedException e) {
            events.ending("the publisher was stopped");
            queue.close();
            CommandFailure failure = sender.failure();
            if (failure != null) {
                awaitAfter(failure, sender); // it says in the topics why the run has ended
                throw failure;
            }
            // Where Kafka was never there, nothing can be sent any more.
            sender.await(sender.isReady() ? Sender.lastWait() : Duration.ZERO);
        } catch (RuntimeException | Error e) {
            events.ending(e instanceof CommandFailure ? String.valueOf(e.getMessage()) : "capturing failed: " + e);
            queue.close();
            awaitAfter(e, sender);
            throw e;
        } finally {
            if (figures != null) {
                figures.close(latency.sinceBeginning());
            }
        }
        summarize(duration);
    }

    /** The sender's failure may come with an interrupt of this thread, which is not a user's Ctrl-C and hides nothing. */
    private static void awaitAfter(Throwable failure, Sender sender) {
        if (Thread.interrupted()) {
            failure.addSuppressed(new InterruptedException());
        }
        boolean waited = false;
        for (int attempts = 0; !waited && attempts < 2; attempts++) {
            try {
                sender.await(Sender.lastWait());
                waited = true;
            } catch (InterruptedException late) { // the one that comes with the failure, if it was not there above
                failure.addSuppressed(late);
            }
        }
    }

    private @Nullable StatsLog figures(FrameQueue queue, Sender sender) {
        if (settings.stats().isZero()) {
            return null;
        }
        return new StatsLog(
                settings.stats(),
                () -> "frames: " + stats.acknowledged() + " acknowledged, " + stats.dropped() + " dropped, "
                        + queue.size() + " of " + FrameQueue.MAX_FRAMES + " waiting, " + sender.window()
                        + " not acknowledged yet; " + latency.sinceLast());
    }

    private void capture(MediaSource first, FrameQueue queue, StatusReporter status, EventReporter events)
            throws InterruptedException {
        events.started();
        Clock clock = Clock.systemUTC();
        Timeline timeline = first.isLive() ? new LiveTimeline(clock) : new RecordedTimeline(clock, settings.speed());
        FrameMaker.Output output = frame -> {
            events.frame();
            if (isSmallEnough(frame, first.isLive())) {
                queue.put(frame);
            }
        };
        ImageSettings images = first.isLive() ? settings.image().withoutDelay() : settings.image();
        try (FrameMaker maker =
                new FrameMaker(settings.stream(), run, images, settings.framesPerSecond(), timeline, stats, output)) {
            if (first.isLive()) {
                new LiveCapture(opener, maker, status, stats, events).run(first);
            } else {
                play(first, maker);
            }
        }
    }

    private void play(MediaSource first, FrameMaker maker) throws InterruptedException {
        try {
            maker.readToEnd(first);
            while (settings.loop()) {
                try (MediaSource again = opener.open()) {
                    maker.readToEnd(again);
                }
            }
        } catch (IOException e) {
            if (interrupt.isTripped()) {
                throw new InterruptedException();
            }
            throw new CommandFailure(ExitCode.UNEXPECTED, String.valueOf(e.getMessage()), e);
        }
    }

    private boolean isSmallEnough(Frame frame, boolean live) {
        int bytes = frame.image().remaining();
        if (bytes <= settings.maxFrameBytes()) {
            return true;
        }
        String message = "a frame has " + bytes + " bytes, more than --max-frame-bytes " + settings.maxFrameBytes()
                + ": raise it, or lower --quality or --size";
        if (!live) {
            throw new CommandFailure(ExitCode.UNEXPECTED, message);
        }
        if (stats.dropped(Drop.TOO_LARGE) == 0) {
            log.warn("{}; such frames are dropped", message);
        }
        stats.drop(Drop.TOO_LARGE);
        return false;
    }

    private void summarize(OptionalLong duration) {
        String drops = stats.dropsByReason();
        log.info(
                "{} frames sent in {} s: {}{}",
                stats.acknowledged(),
                Math.round(10 * stats.seconds()) / 10.0,
                stats.rate(),
                drops.isEmpty() ? "" : "; dropped: " + drops);
        if (duration.isPresent() && !interrupt.isTripped() && stats.position() < duration.getAsLong() / 10 * 9) {
            log.warn(
                    "{} ends after {} of the {} s that it promises: it was cut short",
                    opener.describe(),
                    TimeUnit.MICROSECONDS.toSeconds(stats.position()),
                    TimeUnit.MICROSECONDS.toSeconds(duration.getAsLong()));
        }
        long missing = stats.captured() - stats.acknowledged() - stats.dropped() + stats.dropped(Drop.DAMAGED);
        if (missing > 0) {
            log.warn("{} frames were captured but not acknowledged by Kafka before the end", missing);
        }
    }
}
