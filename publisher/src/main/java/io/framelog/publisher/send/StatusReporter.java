package io.framelog.publisher.send;

import io.framelog.frame.StreamName;
import io.framelog.publisher.progress.DropNotice;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the stream's status to the status topic, at every change and every {@link StatusTopic#HEARTBEAT}. At most one
 * status is in flight, so nothing piles up while Kafka is not reachable. A status without an answer at the next
 * heartbeat shows that Kafka is not reachable. Thread-safe.
 */
public final class StatusReporter {
    private final Logger log = LoggerFactory.getLogger(StatusReporter.class);
    private final StatusTopic topic;
    private final StreamName stream;
    private final String source;
    private final String run;
    private final PublishStats stats;
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "status");
        thread.setDaemon(true);
        return thread;
    });
    private volatile @Nullable Producer<byte[], ByteBuffer> producer;
    private volatile Condition current = new Condition(State.LIVE, "");
    private volatile boolean silent;
    private volatile long silentSince;
    private volatile long sentNanos;
    private final DropNotice drops;
    private String dropping = "";
    private String publisher = "";
    private long lastNanos = System.nanoTime();
    private long lastFrames;
    private double framesPerSecond;

    private record Condition(State state, String reason) {}

    /**
     * @param source where the stream comes from, without credentials
     * @param run the publisher's run
     */
    public StatusReporter(StatusTopic topic, StreamName stream, String source, String run, PublishStats stats) {
        this.topic = topic;
        this.stream = stream;
        this.source = source;
        this.run = run;
        this.stats = stats;
        this.drops = new DropNotice(stats, System::nanoTime);
    }

    /** Kafka is there: the status is sent from now on. */
    void begin(Producer<byte[], ByteBuffer> connected) {
        producer = connected;
        long period = StatusTopic.HEARTBEAT.toMillis();
        var unused = executor.scheduleAtFixedRate(this::beat, 0, period, TimeUnit.MILLISECONDS);
    }

    /** Changes the status and sends it. */
    public void report(State state, String reason) {
        current = new Condition(state, reason);
        try {
            executor.execute(this::report);
        } catch (RejectedExecutionException e) {
            log.debug("the run has ended; the status is not sent", e);
        }
    }

    /**
     * Sends the last status of the run. The caller must flush the producer.
     *
     * @param reason why the run ended; if empty, the previous reason stays
     */
    void end(String reason) throws InterruptedException {
        executor.shutdown();
        if (!executor.awaitTermination(1, TimeUnit.SECONDS)) {
            executor.shutdownNow();
        }
        current = new Condition(State.ENDED, reason.isEmpty() ? current.reason() : reason);
        inFlight.set(false);
        report();
    }

    void close() {
        executor.shutdownNow();
    }

    /** Looks at dropped frames at each heartbeat; other reports only send the status. */
    private synchronized void beat() {
        dropping = drops.look();
        report();
    }

    private synchronized void report() {
        Producer<byte[], ByteBuffer> connected = producer;
        if (connected == null) {
            return;
        }
        if (!inFlight.compareAndSet(false, true)) {
            if (System.nanoTime() - sentNanos > StatusTopic.HEARTBEAT.toNanos() / 2) {
                noticeSilence();
            }
            return;
        }
        sentNanos = System.nanoTime();
        try {
            ByteBuffer value = ByteBuffer.wrap(topic.write(status()));
            var unused = connected.send(
                    new ProducerRecord<>(topic.name(), stream.toKey(), value), (metadata, error) -> answered(error));
        } catch (KafkaException | IllegalStateException e) {
            answered(e);
        }
    }

    private void answered(@Nullable Exception error) {
        inFlight.set(false);
        if (error != null) {
            log.debug("the status was not acknowledged", error);
            noticeSilence();
        } else if (silent) {
            silent = false;
            long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - silentSince);
            log.info("Kafka answers again after {} s; frames dropped so far: {}", seconds, stats.dropped());
        }
    }

    private void noticeSilence() {
        if (!silent) {
            silent = true;
            silentSince = System.nanoTime();
            log.warn("Kafka does not answer; waiting for it");
        }
    }

    private StreamStatus status() {
        long now = System.nanoTime();
        long frames = stats.acknowledged();
        double seconds = (now - lastNanos) / 1e9;
        if (seconds >= 1 || framesPerSecond == 0) {
            framesPerSecond = Math.round(10 * (frames - lastFrames) / Math.max(seconds, 0.001)) / 10.0;
            lastNanos = now;
            lastFrames = frames;
        }
        Condition reported = current;
        boolean dropsTell = reported.state() == State.LIVE && reported.reason().isEmpty();
        return new StreamStatus(
                reported.state(),
                dropsTell ? dropping : reported.reason(),
                stats.size(),
                framesPerSecond,
                source,
                publisher(),
                run,
                Instant.now(),
                stats.newest());
    }

    private String publisher() {
        if (publisher.isEmpty()) {
            long pid = ProcessHandle.current().pid();
            try {
                publisher = InetAddress.getLocalHost().getHostName() + "/" + pid;
            } catch (UnknownHostException e) {
                publisher = "unknown host/" + pid;
            }
        }
        return publisher;
    }
}
