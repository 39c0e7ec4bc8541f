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
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.Outcome;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishProgress;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.resume.ResumeLookup;
import io.framelog.publisher.resume.ResumePoint;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One run of the publisher, from opening the source to the last acknowledged frame. */
final class Publication {
    private final Logger log = LoggerFactory.getLogger(Publication.class);
    private final KafkaOptions kafka;
    private final PublishSettings settings;
    private final Interrupt interrupt = new Interrupt();
    private final SourceOpener opener;
    private final PublishStats stats = new PublishStats();
    private final PublishLatency latency = new PublishLatency();
    private String run = UUID.randomUUID().toString();
    /** How many frames of the run are in the log already. */
    private long published;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile @Nullable Thread capturing;

    Publication(KafkaOptions kafka, PublishSettings settings) {
        this.kafka = kafka;
        this.settings = settings;
        this.opener = new SourceOpener(settings.source(), settings.sourceOptions(), interrupt);
    }

    /** Publishes until the source ends, something fails, or {@link #stop} is called. */
    Outcome run() {
        capturing = Thread.currentThread();
        try (MediaSource source = opener.open()) {
            if (settings.resume() && !source.isLive()) {
                resume();
            }
            return publish(source);
        } catch (InterruptedException e) {
            return new Outcome.Stopped();
        } catch (SourceException e) {
            // The thread is interrupted before the trip, and a connection notices it at once.
            boolean stopped = interrupt.isTripped() || Thread.interrupted();
            return stopped ? new Outcome.Stopped() : failed(ExitCode.NO_INPUT, e);
        } finally {
            ended.countDown();
        }
    }

    /**
     * Ends the run. Frames that were captured are still sent, for at most {@link Sender#END_TIMEOUT}. Returns when the
     * run has ended. Called from any thread.
     */
    void stop() {
        interruptCapture();
        if (capturing != null) {
            try {
                ended.await(Sender.END_TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void interruptCapture() {
        Thread thread = capturing;
        if (thread != null) {
            // Before the trip: a source that sees the trip relies on the interrupt.
            thread.interrupt();
        }
        interrupt.trip();
    }

    private void resume() throws InterruptedException {
        Optional<ResumePoint> point =
                new ResumeLookup(kafka, settings.connectTimeout()).find(settings.stream(), opener.describe());
        if (point.isEmpty()) {
            log.info("the topic has no frame of {}: beginning with the first", opener.describe());
            return;
        }
        run = point.get().run();
        published = point.get().frames();
        stats.resumedAfter(point.get().newest());
        log.info("the topic has the first {} frames of {}: going on after them", published, opener.describe());
    }

    private Outcome publish(MediaSource source) {
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
        @Nullable StatsLog statsLog = statsLog(queue, sender);
        Outcome outcome;
        try (ProgressDisplay progress = new ProgressDisplay(
                settings.stream().value(),
                seconds,
                new PublishProgress(stats),
                Boolean.getBoolean("framelog.terminal"))) {
            progress.start();
            outcome = sender.finish(capture(source, queue, sender, status, events));
        } finally {
            if (statsLog != null) {
                statsLog.close(latency.sinceBeginning());
            }
        }
        if (outcome.failure().isEmpty()) {
            summarize(source);
        }
        return outcome;
    }

    private @Nullable StatsLog statsLog(FrameQueue queue, Sender sender) {
        if (settings.stats().isZero()) {
            return null;
        }
        return new StatsLog(
                settings.stats(),
                () -> "frames: " + stats.acknowledged() + " acknowledged, " + stats.dropped() + " dropped, "
                        + queue.size() + " of " + FrameQueue.MAX_FRAMES + " waiting, " + sender.window()
                        + " not acknowledged yet; " + latency.sinceLast());
    }

    /** Captures until the source ends or something fails. The result is how capturing ended. */
    private Outcome capture(
            MediaSource source, FrameQueue queue, Sender sender, StatusReporter status, EventReporter events) {
        boolean live = source.isLive();
        try {
            if (!live) {
                // A recording starts when its frames can be sent; frames that wait for Kafka would follow in a rush.
                sender.awaitReady();
            }
            events.started();
            LiveCapture capture = new LiveCapture(opener, status, events);
            try (FrameMaker maker = maker(source, queue, capture::frame)) {
                maker.skip(published);
                if (live) {
                    capture.run(source, maker);
                } else {
                    play(source, maker);
                }
            }
            return new Outcome.Completed();
        } catch (InterruptedException e) {
            return new Outcome.Stopped();
        } catch (IOException e) {
            int code = stats.captured() == 0 ? ExitCode.NO_INPUT : ExitCode.UNEXPECTED;
            return interrupt.isTripped() ? new Outcome.Stopped() : failed(code, e);
        } catch (RuntimeException | Error e) {
            return Outcome.failed("capturing", e);
        }
    }

    private static Outcome failed(int exitCode, IOException cause) {
        return new Outcome.Failed(new CommandFailure(exitCode, String.valueOf(cause.getMessage()), cause));
    }

    private FrameMaker maker(MediaSource source, FrameQueue queue, Runnable onLiveFrame) {
        boolean live = source.isLive();
        Timeline timeline = timeline(source);
        FrameMaker.Output output = frame -> {
            if (live) {
                onLiveFrame.run();
            }
            if (isSmallEnough(frame, live)) {
                queue.put(frame);
            }
        };
        ImageSettings images = live ? settings.image().withoutDelay() : settings.image();
        return new FrameMaker(settings.stream(), run, images, settings.framesPerSecond(), timeline, stats, output);
    }

    private Timeline timeline(MediaSource source) {
        Clock clock = Clock.systemUTC();
        if (source.isLive() && !source.arrivesInBursts()) {
            return new LiveTimeline(clock);
        }
        return new RecordedTimeline(clock, source.isLive() ? 1 : settings.speed(), source.longestGap());
    }

    private void play(MediaSource first, FrameMaker maker) throws IOException, InterruptedException {
        maker.readToEnd(first);
        if (stats.captured() == 0 && published == 0) {
            throw new CommandFailure(
                    ExitCode.NO_INPUT,
                    opener.describe() + " has no picture that can be decoded: it is damaged, or its kind is not "
                            + "supported, such as an animated WebP, and must be converted to MP4 first");
        }
        while (settings.loop()) {
            try (MediaSource again = opener.open()) {
                maker.readToEnd(again);
            }
        }
    }

    private boolean isSmallEnough(Frame frame, boolean live) {
        int bytes = frame.image().remaining();
        if (bytes <= settings.maxFrameBytes()) {
            return true;
        }
        String message = "a frame has " + bytes + " bytes, more than --max-frame-bytes " + settings.maxFrameBytes()
                + ": raise that limit, or lower --quality or --size";
        if (!live) {
            throw new CommandFailure(ExitCode.UNEXPECTED, message);
        }
        stats.drop(DropReason.TOO_LARGE, message);
        return false;
    }

    private void summarize(MediaSource source) {
        String drops = stats.dropsByReason();
        log.info(
                "{} frames sent in {} s: {}{}",
                stats.acknowledged(),
                Math.round(10 * stats.seconds()) / 10.0,
                stats.rate(),
                drops.isEmpty() ? "" : "; dropped: " + drops);
        source.shortfall()
                .filter(text -> !interrupt.isTripped())
                .ifPresent(text -> log.warn("{} {}: the file is incomplete", opener.describe(), text));
        long missing = stats.captured() - stats.acknowledged() - stats.dropped() + stats.dropped(DropReason.DAMAGED);
        if (missing > 0) {
            log.warn("{} captured frames were not acknowledged by Kafka before the end", missing);
        }
    }
}
