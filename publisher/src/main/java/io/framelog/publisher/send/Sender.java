package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.DurationText;
import io.framelog.cli.ExitCode;
import io.framelog.cli.FatalErrors;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
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
import org.apache.kafka.common.errors.ApiException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.ByteBufferSerializer;
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
    private final StatusReporter status;
    private final EventReporter events;
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
        try (TopicKeeper topics = new FrameTopics(kafka, settings.maxFrameBytes()).prepare(settings.connectTimeout())) {
            topics.start();
            Producer<byte[], ByteBuffer> producer = connect();
            try {
                awaitMetadata(producer);
                status.begin(producer);
                events.begin(this::connectForEvents);
                ready.countDown();
                new FrameSending(
                                producer,
                                kafka.topic(),
                                settings.live(),
                                queue,
                                window,
                                stats,
                                latency,
                                status,
                                this::fail)
                        .sendAll();
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
        Producer<byte[], ByteBuffer> producer = kafka.connect(
                () -> new KafkaProducer<>(order.config(), new ByteArraySerializer(), new ByteBufferSerializer()));
        FatalErrors.include(KafkaProducer.NETWORK_THREAD_PREFIX);
        return producer;
    }

    /** A live source's send() would give its first frames up before this producer knows a new topic's brokers. */
    private void awaitMetadata(Producer<byte[], ByteBuffer> producer) {
        long deadline = System.nanoTime() + settings.connectTimeout().toNanos();
        while (true) {
            try {
                producer.partitionsFor(kafka.topic());
                return;
            } catch (TimeoutException e) {
                if (System.nanoTime() - deadline > 0) {
                    String message = "Kafka at " + kafka.address() + " does not tell where topic " + kafka.topic()
                            + " is (waited " + DurationText.format(settings.connectTimeout()) + "): "
                            + kafka.diagnose().orElse("look after its brokers");
                    throw new CommandFailure(ExitCode.UNAVAILABLE, message, e);
                }
            } catch (ApiException e) {
                String reason = new KafkaFault(e).text(KafkaFault.Right.WRITE, kafka.topic());
                throw new CommandFailure(ExitCode.UNAVAILABLE, "Kafka at " + kafka.address() + ": " + reason, e);
            }
        }
    }

    private Producer<byte[], byte[]> connectForEvents() {
        Map<String, Object> config =
                DeliveryOrder.keep(kafka.over(settings.eventProducerConfig())).config();
        Producer<byte[], byte[]> producer =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
        FatalErrors.include(KafkaProducer.NETWORK_THREAD_PREFIX);
        return producer;
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
