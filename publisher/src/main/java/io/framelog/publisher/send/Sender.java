package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.kafka.FrameRecordWriter;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.latency.EpochClock;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.Outcome;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishStats;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the queue's frames to Kafka in their order, and settles how the run ends. It has its own thread, because a
 * producer's send() can block while Kafka is not reachable. Thread-safe.
 */
public final class Sender {
    /** How long frames are still sent after the publisher is told to stop, or has failed. */
    public static final Duration END_TIMEOUT = Duration.ofMillis(4_500);

    /** How long the last status may take after a failure, which may be Kafka's. */
    private static final Duration STATUS_TIMEOUT = Duration.ofSeconds(1);

    private final Logger log = LoggerFactory.getLogger(Sender.class);
    private final KafkaOptions kafka;
    private final SendSettings settings;
    private final FrameQueue queue;
    private final PublishStats stats;
    private final PublishLatency latency;
    private final EpochClock clock = EpochClock.system();
    private final StatusReporter status;
    private final EventReporter events;
    private final FrameRecordWriter records;
    private final SendWindow window;
    private final Runnable onFailure;
    private final Thread thread = new Thread(this::run, "sender");
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile Outcome outcome = new Outcome.Completed();
    private volatile boolean sendingFailed;

    /**
     * Sends nothing before {@link #start}.
     *
     * @param status reports the stream's status through the sender's producer
     * @param onFailure called once if sending fails, to end capturing even if the source delivers nothing
     * @param events reports the stream's events
     */
    public Sender(
            KafkaOptions kafka,
            SendSettings settings,
            FrameQueue queue,
            PublishStats stats,
            PublishLatency latency,
            StatusReporter status,
            Runnable onFailure,
            EventReporter events) {
        this.kafka = kafka;
        this.settings = settings;
        this.queue = queue;
        this.stats = stats;
        this.latency = latency;
        this.status = status;
        this.records = new FrameRecordWriter(kafka.topic());
        this.window = new SendWindow(settings.maxUnacknowledged());
        this.onFailure = onFailure;
        this.events = events;
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
            new FrameTopics(kafka, settings.maxFrameBytes()).prepare(settings.connectTimeout());
            Producer<byte[], ByteBuffer> producer = connect();
            try {
                status.begin(producer);
                events.begin(this::connectForEvents);
                ready.countDown();
                sendAll(producer);
                reportEnd(producer);
            } finally {
                // A flush has waited for all frames; after an interrupt, the rest is given up.
                producer.close(Duration.ZERO);
            }
        } catch (InterruptedException | InterruptException e) {
            log.debug("sending was given up", e);
        } catch (RuntimeException | Error e) {
            fail(Outcome.failed("sending", e));
        } finally {
            ready.countDown();
            status.close();
            events.close();
        }
    }

    private Producer<byte[], ByteBuffer> connect() {
        Map<String, Object> config = kafka.over(settings.producerConfig());
        kafka.raise(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
        DeliveryOrder order = DeliveryOrder.keep(config);
        if (!order.warning().isEmpty()) {
            log.warn("{}", order.warning());
        }
        return kafka.connect(
                () -> new KafkaProducer<>(order.config(), new ByteArraySerializer(), new ByteBufferSerializer()));
    }

    private Producer<byte[], byte[]> connectForEvents() {
        Map<String, Object> config =
                DeliveryOrder.keep(kafka.over(settings.eventProducerConfig())).config();
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    /**
     * Sends every frame of the queue, even if capturing failed, and waits for the answers. Ends early if sending fails.
     */
    private void sendAll(Producer<byte[], ByteBuffer> producer) throws InterruptedException {
        try {
            for (Frame frame; (frame = queue.take()) != null; ) {
                window.acquire();
                if (sendingFailed) {
                    return;
                }
                send(producer, frame);
            }
            producer.flush();
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            fail(Outcome.failed("sending", e));
        }
    }

    /** Sends the last status and the last event. */
    private void reportEnd(Producer<byte[], ByteBuffer> producer) throws InterruptedException {
        Outcome ending = outcome;
        status.end(ending.failure().isPresent() ? ending.reason() : "");
        if (sendingFailed) {
            producer.close(STATUS_TIMEOUT);
        } else {
            producer.flush();
        }
        events.end(ending.reason());
    }

    private void send(Producer<byte[], ByteBuffer> producer, Frame frame) {
        int bytes = frame.image().remaining();
        long captured = frame.capturedMicros();
        long now = clock.micros();
        Frame sent = frame.with(frame.stages().sent(now));
        latency.sent(sent);
        try {
            var unused = producer.send(records.write(sent), (metadata, error) -> {
                answered(metadata, error, bytes);
                if (error == null) {
                    latency.acknowledged(captured, now, clock.micros());
                }
            });
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            answered(null, e, bytes);
        }
    }

    /** Called on the producer's thread, in the order of the frames. */
    private void answered(@Nullable RecordMetadata metadata, @Nullable Exception error, int bytes) {
        boolean acknowledged = error == null && metadata != null;
        window.answered(acknowledged);
        if (error == null && metadata != null) {
            stats.acknowledged(bytes, new Position(metadata.partition(), metadata.offset()));
        } else if (settings.live()) {
            stats.drop(DropReason.NOT_ACKNOWLEDGED, error == null ? "" : explain(error, bytes));
            log.debug("a frame of {} bytes was not acknowledged", bytes, error);
        } else {
            Exception cause = error == null ? new KafkaException("no reason given") : error;
            fail(new Outcome.Failed(new CommandFailure(ExitCode.UNEXPECTED, explain(cause, bytes), cause)));
        }
    }

    private String explain(Exception cause, int bytes) {
        if (cause instanceof RecordTooLargeException) {
            return "Kafka rejected a frame of " + bytes + " bytes in topic " + kafka.topic()
                    + ": raise the topic's max.message.bytes, or lower --quality or --size";
        }
        return "Kafka rejected a frame: " + new KafkaFault(cause).text(KafkaFault.Right.WRITE, kafka.topic());
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

    /** The number of frames that Kafka has not acknowledged yet, and its limit. */
    public String window() {
        return window.describe();
    }
}
