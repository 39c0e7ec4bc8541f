package io.framelog.publisher.send;

import io.framelog.cli.FatalErrors;
import io.framelog.kafka.KafkaFault;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.progress.RecentDrops;
import io.framelog.status.StatusTopic;
import io.framelog.status.StreamStatus;
import io.framelog.status.StreamStatus.State;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InvalidTimestampException;
import org.apache.kafka.common.errors.RetriableException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Sends the stream's status to the status topic, at every change and every {@link StatusTopic#HEARTBEAT}. At most one
 * status is in flight, so nothing piles up while Kafka is not reachable. {@link KafkaWatch} learns from the answers.
 * Thread-safe.
 */
public final class StatusReporter {
    /** A time that no topic refuses by default. A status has its own time in its value. */
    private static final long NO_TIME = 0;

    /** Over how many seconds frames are counted, at least: acknowledgements may pause for one on a busy machine. */
    private static final double RATE_SECONDS = 2;

    private final Logger log;
    private final StatusTopic topic;
    private final Run run;
    private final PublishStats stats;
    private final RecentDrops drops;
    private final AtomicBoolean inFlight = new AtomicBoolean();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable FrameProducer connected;
    private @Nullable ScheduledFuture<?> heartbeat;
    private @Nullable Future<RecordMetadata> last;
    private boolean ended;
    private volatile Condition current = new Condition(State.LIVE, "");
    private volatile String refusal = "";
    private volatile boolean throttled;
    private volatile boolean refused;
    private volatile boolean withoutTime;
    private String publisher = "";
    private long lastNanos = System.nanoTime();
    private long lastFrames;
    private double framesPerSecond;

    private record Condition(State state, String reason) {}

    /** @param run whose status it is */
    public StatusReporter(StatusTopic topic, Run run, PublishStats stats) {
        this.topic = topic;
        this.run = run;
        this.log = run.log(StatusReporter.class);
        this.stats = stats;
        this.drops = new RecentDrops(stats);
    }

    /** Waits until Kafka is there, and sends the status from then on, before the source is open. */
    public void begin(KafkaLink link, SendSettings settings) throws InterruptedException {
        begin(link.producer(settings));
    }

    /** Kafka is there: the status is sent from now on, by this producer and no other one. */
    void begin(FrameProducer producer) {
        close();
        producer.watch().begin();
        connected = producer;
        long period = StatusTopic.HEARTBEAT.toMillis();
        heartbeat = producer.statuses().scheduleAtFixedRate(this::attempt, 0, period, TimeUnit.MILLISECONDS);
    }

    /** Changes the status and sends it. */
    public void report(State state, String reason) {
        current = new Condition(state, reason);
        FrameProducer producer = connected;
        if (producer != null) {
            try {
                producer.statuses().execute(this::attempt);
            } catch (RejectedExecutionException e) {
                log.debug("the run has ended; the status is not sent", e);
            }
        }
    }

    /** Why the source delivers nothing, in readable form; empty if it does. */
    public Optional<String> loss() {
        Condition now = current;
        return now.state() == State.LIVE ? Optional.empty() : Optional.of(now.reason());
    }

    /**
     * Kafka takes no frames of a recording, which waits.
     *
     * @param reason in readable form; empty if it takes them again
     */
    void refused(String reason) {
        refusal = reason;
    }

    /**
     * Sends the last status of the run, and waits until Kafka has answered.
     *
     * @param reason why the run ended; if empty, the previous reason stays
     * @param limit how long to wait
     */
    public void end(String reason, Duration limit) throws InterruptedException {
        if (lock.tryLock(1, TimeUnit.SECONDS)) {
            lock.unlock();
        } else {
            close(); // one that is being sent waits for room
        }
        lock.lock();
        try {
            current = new Condition(State.ENDED, reason.isEmpty() ? current.reason() : reason);
            inFlight.set(false);
            report();
            ended = true;
        } finally {
            lock.unlock();
        }
        close();
        Future<RecordMetadata> answer = last;
        if (answer != null) {
            try {
                answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException | TimeoutException e) {
                log.debug("the last status was not acknowledged", e);
            }
        }
    }

    /** Sends no more heartbeats. */
    void close() {
        ScheduledFuture<?> repeated = heartbeat;
        if (repeated != null) {
            repeated.cancel(true);
        }
    }

    /** The executor would end the repetition without a word. */
    private void attempt() {
        lock.lock();
        try {
            if (!ended) {
                report();
            }
        } catch (RuntimeException | Error e) {
            FatalErrors.escalate(e);
            log.error("unexpected error; continuing", e);
        } finally {
            lock.unlock();
        }
    }

    private void report() {
        FrameProducer producer = connected;
        if (producer == null) {
            return;
        }
        throttled = producer.watch().isThrottled();
        if (!inFlight.compareAndSet(false, true)) {
            producer.watch().unanswered();
            return;
        }
        try {
            ByteBuffer value = ByteBuffer.wrap(topic.write(status()));
            long time = withoutTime ? NO_TIME : System.currentTimeMillis();
            byte[] key = run.stream().toKey();
            last = producer.kafka()
                    .send(new ProducerRecord<>(topic.name(), null, time, key, value), (metadata, error) -> {
                        answered(error, producer.watch());
                        if (error == null && time != NO_TIME) {
                            producer.watch().answered(time, metadata.timestamp());
                        }
                    });
        } catch (KafkaException | IllegalStateException e) {
            answered(e, producer.watch());
        }
    }

    private void answered(@Nullable Exception error, KafkaWatch watch) {
        inFlight.set(false);
        if (error != null) {
            log.debug("the status was not acknowledged", error);
        }
        if (error instanceof InvalidTimestampException && !withoutTime) {
            withoutTime = true; // this machine's clock is wrong, which the next status must be able to say
        } else if (error == null) {
            refused = false;
            watch.answered();
        } else if (error instanceof RetriableException || !(error instanceof ApiException)) {
            watch.unanswered();
        } else if (!refused) {
            refused = true;
            String reason = new KafkaFault(error).text(KafkaFault.Right.WRITE, topic.name());
            log.warn("the status of the stream cannot be written to topic {}: {}", topic.name(), reason);
        }
    }

    private StreamStatus status() {
        long now = System.nanoTime();
        long frames = stats.acknowledged();
        double seconds = (now - lastNanos) / 1e9;
        if (seconds >= RATE_SECONDS || framesPerSecond == 0) {
            framesPerSecond = Math.round(10 * (frames - lastFrames) / Math.max(seconds, 0.001)) / 10.0;
            lastNanos = now;
            lastFrames = frames;
        }
        Condition reported = current;
        return new StreamStatus(
                reported.state(),
                reported.reason().isEmpty() ? reasonOfDrops(reported.state()) : reported.reason(),
                stats.size(),
                framesPerSecond,
                run.source(),
                publisher(),
                run.id(),
                Instant.now(),
                stats.newest(),
                run.displayName());
    }

    /** A run that has sent frames does not end with the few that it dropped last. */
    private String reasonOfDrops(State state) {
        if (!refusal.isEmpty()) {
            return refusal;
        }
        String dropped = drops.text();
        String text = dropped.isEmpty() || !throttled ? dropped : dropped + "; " + Throttle.TEXT;
        return state == State.LIVE || stats.acknowledged() == 0 ? text : "";
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
