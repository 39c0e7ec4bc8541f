package io.framelog.publisher.send;

import io.framelog.publisher.progress.Outcome;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishStats;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Sends the queue's frames to Kafka in their order, and settles how the run ends. It has its own thread, because a
 * producer's send() can block while Kafka is not reachable. Thread-safe.
 */
public final class Sender {
    /** How long frames are still sent after the publisher is told to stop, or has failed. */
    public static final Duration END_TIMEOUT = Duration.ofMillis(4_500);

    /** How long the last status may take after a failure, which may be Kafka's. */
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(1);

    private final Logger log;
    private final KafkaLink link;
    private final SendSettings settings;
    private final FrameQueue queue;
    private final PublishStats stats;
    private final PublishLatency latency;
    private final StatusReporter status;
    private final EventReporter events;
    private volatile @Nullable SendWindow window;
    private final Runnable onFailure;
    private final Thread thread;
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Outcome outcome = new Outcome.Completed();
    private volatile boolean sendingFailed;

    /**
     * Sends nothing before {@link #start}.
     *
     * @param link connects to Kafka
     * @param status reports the stream's status through the sender's producer
     * @param onFailure called once if sending fails, to end capturing even if the source delivers nothing
     * @param events reports the stream's events
     */
    public Sender(
            KafkaLink link,
            Run run,
            SendSettings settings,
            FrameQueue queue,
            PublishStats stats,
            PublishLatency latency,
            StatusReporter status,
            Runnable onFailure,
            EventReporter events) {
        this.link = link;
        this.log = run.log(Sender.class);
        this.settings = settings;
        this.queue = queue;
        this.stats = stats;
        this.latency = latency;
        this.status = status;
        this.onFailure = onFailure;
        this.events = events;
        thread = new Thread(this::run, "sender " + run.stream());
        thread.setDaemon(true);
    }

    /** Starts to wait for Kafka and then to send. */
    public void start() {
        thread.start();
    }

    /** Waits until Kafka is there and frames can be sent, or sending has failed. */
    public void awaitReady() throws InterruptedException {
        ready.await();
    }

    /**
     * Closes the queue and waits for the frames in it. After the source's end it waits as long as Kafka needs,
     * otherwise for at most {@link #END_TIMEOUT}; what is not acknowledged by then is given up.
     *
     * @param captured how capturing ended
     * @return how the run ended: the first failure, if there was one
     */
    public Outcome finish(Outcome captured) {
        settle(captured);
        queue.close();
        if (outcome instanceof Outcome.Completed) {
            try {
                thread.join();
            } catch (InterruptedException e) { // the publisher is told to stop, or sending has failed
                settle(new Outcome.Stopped());
            }
        }
        // If Kafka was never there, no frame can be sent any more.
        boolean hopeless = outcome.failure().isEmpty() && ready.getCount() > 0;
        awaitEnd(hopeless ? Duration.ZERO : END_TIMEOUT);
        return outcome;
    }

    /** Interrupts do not shorten this: one comes with a failure, whose reason is still being sent. */
    private void awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        for (long left; thread.isAlive() && (left = deadline - System.nanoTime()) > 0; ) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(thread, left);
            } catch (InterruptedException e) {
                log.debug("interrupted while waiting for the end", e);
            }
        }
        thread.interrupt();
    }

    private void run() {
        try {
            FrameProducer producer = link.producer(settings);
            try {
                status.begin(producer);
                SendWindow opened = new SendWindow(
                        settings.maxUnacknowledged(), settings.maxUnacknowledgedBytes(), producer.firstFrames());
                window = opened;
                ready.countDown();
                new FrameSending(
                                producer.kafka(),
                                link.topic(),
                                settings.live(),
                                queue,
                                opened,
                                producer.firstFrames(),
                                stats,
                                latency,
                                status,
                                this::fail,
                                log)
                        .sendAll();
                reportEnd();
            } finally {
                status.close();
                link.release(producer); // all frames have their answers; after an interrupt, the rest is given up
            }
        } catch (InterruptedException | InterruptException e) {
            log.debug("sending was given up", e);
        } catch (RuntimeException | Error e) {
            fail(Outcome.failed("sending", e));
        } finally {
            ready.countDown();
        }
    }

    /** Sends the last status and the last event. */
    private void reportEnd() throws InterruptedException {
        Outcome ending = outcome;
        status.end(
                ending.failure().isPresent() ? ending.reason() : "",
                sendingFailed ? STATUS_TIMEOUT : Duration.ofDays(1));
        events.end(ending.reason());
    }

    private void fail(Outcome failed) {
        sendingFailed = true;
        if (settle(failed)) {
            failed.failure().ifPresent(queue::fail);
            onFailure.run();
        }
    }

    /**
     * Changes how the run ends, unless it has failed: the first failure counts.
     *
     * @return whether this is the outcome now
     */
    private synchronized boolean settle(Outcome next) {
        if (outcome.failure().isPresent()) {
            return false;
        }
        outcome = next;
        return true;
    }

    /** The number of frames that Kafka has not answered yet. */
    public int unacknowledged() {
        SendWindow opened = window;
        return opened == null ? 0 : opened.inFlight();
    }

    /** The limit of these. */
    public int maxUnacknowledged() {
        return settings.maxUnacknowledged();
    }

    /** Whether its thread is running. */
    public boolean isAlive() {
        return thread.isAlive();
    }
}
