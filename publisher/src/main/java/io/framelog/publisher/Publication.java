package io.framelog.publisher;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.latency.StatsLog;
import io.framelog.progress.ProgressDisplay;
import io.framelog.publisher.progress.Outcome;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.resume.ResumeLookup;
import io.framelog.publisher.resume.ResumePoint;
import io.framelog.publisher.send.EventReporter;
import io.framelog.publisher.send.FrameQueue;
import io.framelog.publisher.send.KafkaLink;
import io.framelog.publisher.send.Run;
import io.framelog.publisher.send.SendSettings;
import io.framelog.publisher.send.Sender;
import io.framelog.publisher.send.StatusReporter;
import io.framelog.publisher.source.MediaSource;
import io.framelog.publisher.source.SourceException;
import io.framelog.publisher.source.SourceOpener;
import io.framelog.publisher.source.SourceSpec;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus.State;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/** One run of one stream, from opening the source to the last acknowledged frame. */
final class Publication {
    /** How long the last status may take of a run that has sent no frame. */
    private static final Duration LAST_STATUS = Duration.ofSeconds(1);

    private final Logger log;
    private final KafkaLink link;
    private final ServiceOptions service;
    private final PublishSettings settings;
    private final LongSupplier share;
    private final Interrupt interrupt = new Interrupt();
    private final SourceOpener opener;
    private final PublishStats stats;
    private final PublishLatency latency = new PublishLatency();
    private final StreamState state;
    /** How many frames of the run are in the log already. */
    private long published;

    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile Outcome.Stopped stopped = new Outcome.Stopped();
    private volatile @Nullable Thread capturing;

    /** @param share how many bytes the process has for this stream's waiting frames */
    Publication(KafkaLink link, ServiceOptions service, PublishSettings settings, LongSupplier share) {
        this.link = link;
        this.share = share;
        this.service = service;
        this.settings = settings;
        Run any = run("");
        this.log = any.log(Publication.class);
        this.stats = new PublishStats(any.log(PublishStats.class));
        this.state = new StreamState(settings.stream(), stats, latency);
        this.opener = new SourceOpener(settings.source(), settings.sourceOptions(), interrupt);
    }

    private Run run(String id) {
        return new Run(settings.stream(), settings.source().describe(), id, settings.displayName(), settings.alone());
    }

    /** Publishes until the source ends, something fails, or {@link #stop} is called. */
    Outcome run() {
        capturing = Thread.currentThread();
        try {
            return interrupt.isTripped() ? stopped : openAndPublish();
        } catch (InterruptedException e) {
            return stopped;
        } catch (SourceException e) {
            return isStopped() ? stopped : failed(ExitCode.NO_INPUT, e);
        } catch (RuntimeException | Error e) {
            return Outcome.failed("publishing", e);
        } finally {
            ended.countDown();
        }
    }

    /** The thread is interrupted before the trip, and a connection notices it at once. */
    private boolean isStopped() {
        return interrupt.isTripped() || Thread.interrupted();
    }

    /** What metrics and health checks are told of the run. */
    StreamState state() {
        return state;
    }

    /** Ends the run. Frames that were captured are still sent, see {@link #awaitEnd}. Called from any thread. */
    void stop(Outcome.Stopped reason) {
        stopped = reason;
        interruptCapture();
    }

    /** Waits until a run that was stopped has ended, which takes at most {@link Sender#END_TIMEOUT}. */
    void awaitEnd() throws InterruptedException {
        if (capturing != null && !ended.await(Sender.END_TIMEOUT.toMillis() + 500, TimeUnit.MILLISECONDS)) {
            log.debug("the run has not ended in time");
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

    private Outcome openAndPublish() throws SourceException, InterruptedException {
        @Nullable MediaSource source = null;
        String absence = "";
        try {
            source = opener.open();
        } catch (SourceException e) {
            absence = String.valueOf(e.getMessage());
            if (settings.alone() || isStopped()) {
                throw e;
            }
            if (settings.source() instanceof SourceSpec.Recording) {
                tellEnd(absence);
                throw e;
            }
        }
        String id = settings.resume() && source != null
                ? resume()
                : UUID.randomUUID().toString();
        Run run = run(id);
        StatusReporter status = status(run);
        if (source == null) {
            status.report(State.LOST, absence);
        }
        state.sought(status);
        EventReporter events = new EventReporter(link, run, stats, Clock.systemUTC());
        LiveCapture live = new LiveCapture(opener, run, status, events);
        try (MediaSource opened = source == null ? await(absence, live, status, events) : source) {
            return publish(opened, run, live, status, events);
        }
    }

    private StatusReporter status(Run run) {
        return new StatusReporter(StatusTopic.of(service.kafka().topic()), run, stats);
    }

    /** Of a file that cannot be opened, in a process that goes on: people see why there is no stream. */
    private void tellEnd(String reason) throws InterruptedException {
        Run run = run(UUID.randomUUID().toString());
        StatusReporter status = status(run);
        status.report(State.ENDED, reason);
        try {
            status.begin(link, sending(true));
        } catch (CommandFailure e) {
            log.debug("Kafka is away, so nobody is told that {}", reason, e);
            return;
        }
        status.end(reason, LAST_STATUS);
        new EventReporter(link, run, stats, Clock.systemUTC()).end(reason);
    }

    /** The run that goes on, or a new one. */
    private String resume() throws InterruptedException {
        Optional<ResumePoint> point =
                new ResumeLookup(service.kafka(), service.connectTimeout()).find(settings.stream(), opener.describe());
        if (point.isEmpty()) {
            log.info("the topic has no frame of {}: beginning with the first", opener.describe());
            return UUID.randomUUID().toString();
        }
        published = point.get().frames();
        stats.resumedAfter(point.get().newest());
        log.info("the topic has the first {} frames of {}: going on after them", published, opener.describe());
        return point.get().run();
    }

    /** Waits for a source that is not there yet. The other streams go on meanwhile. */
    private MediaSource await(String absence, LiveCapture live, StatusReporter status, EventReporter events)
            throws InterruptedException {
        status.begin(link, sending(true));
        events.started();
        try {
            return live.await(absence, false);
        } catch (InterruptedException e) {
            status.end("", LAST_STATUS);
            events.end(stopped.reason());
            throw e;
        }
    }

    private SendSettings sending(boolean live) {
        return new SendSettings(
                live,
                !live && Double.isInfinite(settings.speed()),
                service.connectTimeout(),
                service.maxFrameBytes(),
                Streams.CLIENT_ID + "-" + settings.stream());
    }

    private Outcome publish(
            MediaSource source, Run run, LiveCapture live, StatusReporter status, EventReporter events) {
        FrameQueue.WhenFull whenFull = source.isLive() ? FrameQueue.WhenFull.DROP_OLDEST : FrameQueue.WhenFull.WAIT;
        FrameQueue queue = new FrameQueue(whenFull, stats, share);
        Sender sender = new Sender(
                link, run, sending(source.isLive()), queue, stats, latency, status, this::interruptCapture, events);
        FrameCapture capture = new FrameCapture(settings, service.maxFrameBytes(), run, opener, live, stats, queue);
        sender.start();
        state.sending(queue, sender);
        RunReport report = new RunReport(log, settings, stats, latency);
        @Nullable StatsLog statsLog = report.statistics(service.stats(), queue, sender);
        Outcome outcome;
        try (ProgressDisplay progress = report.progress(source)) {
            if (progress != null) {
                progress.start();
            }
            Outcome captured = capture(capture, source, sender, events);
            state.ending();
            outcome = sender.finish(captured);
        } finally {
            if (statsLog != null) {
                statsLog.close(report.lastStatistics());
            }
        }
        if (outcome.failure().isEmpty()) {
            report.summarize(source, interrupt.isTripped());
        }
        return outcome;
    }

    /** Captures until the source ends or something fails. The result is how capturing ended. */
    private Outcome capture(FrameCapture capture, MediaSource source, Sender sender, EventReporter events) {
        try {
            if (!source.isLive()) {
                // A recording starts when its frames can be sent; frames that wait for Kafka would follow in a rush.
                sender.awaitReady();
            }
            events.started();
            capture.run(source, published);
            return new Outcome.Completed();
        } catch (InterruptedException e) {
            return stopped;
        } catch (IOException e) {
            int code = stats.captured() == 0 ? ExitCode.NO_INPUT : ExitCode.UNEXPECTED;
            return interrupt.isTripped() ? stopped : failed(code, e);
        } catch (RuntimeException | Error e) {
            return Outcome.failed("capturing", e);
        }
    }

    private static Outcome failed(int exitCode, IOException cause) {
        return new Outcome.Failed(new CommandFailure(exitCode, String.valueOf(cause.getMessage()), cause));
    }
}
