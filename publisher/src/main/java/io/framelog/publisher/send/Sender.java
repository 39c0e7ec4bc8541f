package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.kafka.FrameRecordWriter;
import io.framelog.kafka.KafkaOptions;
import io.framelog.latency.EpochClock;
import io.framelog.publisher.progress.Drop;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishStats;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
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
 * Sends the queue's frames to Kafka in their order, on a thread of its own, since a producer's send() may wait where Kafka is
 * away. All methods may be called by any thread.
 */
public final class Sender {
    /** For the status after a failure: Kafka may be what has failed. */
    private static final Duration LAST_WORD = Duration.ofSeconds(1);

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
    private final Semaphore window;
    private final Runnable onFailure;
    private final Thread thread = new Thread(this::run, "sender");
    private final CountDownLatch ready = new CountDownLatch(1);
    private volatile @Nullable CommandFailure failure;

    /**
     * Prepared, but nothing is sent yet.
     *
     * @param status tells what becomes of the stream, by the sender's own producer
     * @param onFailure called once sending has failed, so that a source that is silent just then does not hide it
     * @param events tells what happens to the stream
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
        this.window = new Semaphore(settings.maxUnacknowledged());
        this.onFailure = onFailure;
        this.events = events;
        thread.setDaemon(true);
    }

    /** Begins: waits for Kafka, then sends. */
    public void start() {
        thread.start();
    }

    /** Waits until Kafka is there and frames flow, or sending has failed. */
    public void awaitReady() throws InterruptedException {
        ready.await();
    }

    /**
     * Waits until the queue was closed and every frame in it is acknowledged, or given up.
     *
     * @throws CommandFailure if sending failed
     */
    public void await() throws InterruptedException {
        thread.join();
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits as {@link #await()}, but not longer than this, and gives up what is not acknowledged by then. */
    public void await(Duration limit) throws InterruptedException {
        thread.join(Math.max(1, limit.toMillis()));
        thread.interrupt();
    }

    private void run() {
        try {
            new FrameTopics(kafka, settings.maxFrameBytes()).prepare(settings.connectTimeout());
            Map<String, Object> config = kafka.over(settings.producerConfig());
            kafka.raise(config, ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG);
            DeliveryOrder order = DeliveryOrder.keep(config);
            if (!order.warning().isEmpty()) {
                log.warn("{}", order.warning());
            }
            Producer<byte[], ByteBuffer> producer = kafka.connect(
                    () -> new KafkaProducer<>(order.config(), new ByteArraySerializer(), new ByteBufferSerializer()));
            try {
                status.begin(producer);
                events.begin(this::connectForEvents);
                ready.countDown();
                send(producer);
                producer.flush();
                requireSuccess(); // the last frames may be what Kafka refused
                status.end("");
                producer.flush();
                events.end("");
            } catch (InterruptException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                CommandFailure reason = e instanceof CommandFailure known ? known : unexpected(e);
                status.end(String.valueOf(reason.getMessage()));
                producer.close(LAST_WORD);
                events.end(String.valueOf(reason.getMessage()));
                throw reason;
            } finally {
                // A flush has waited for all; whatever is left after an interrupt is given up.
                producer.close(Duration.ZERO);
            }
        } catch (InterruptedException | InterruptException e) {
            log.debug("sending was given up", e);
        } catch (CommandFailure e) {
            fail(e);
        } catch (RuntimeException | Error e) {
            fail(unexpected(e));
        } finally {
            ready.countDown();
            status.close();
            events.close();
        }
    }

    private static CommandFailure unexpected(Throwable fault) {
        return new CommandFailure(ExitCode.UNEXPECTED, "sending failed: " + fault, fault);
    }

    private void requireSuccess() {
        CommandFailure failed = failure;
        if (failed != null) {
            throw failed;
        }
    }

    private Producer<byte[], byte[]> connectForEvents() {
        Map<String, Object> config =
                DeliveryOrder.keep(kafka.over(settings.eventProducerConfig())).config();
        return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private void send(Producer<byte[], ByteBuffer> producer) throws InterruptedException {
        for (Frame frame; (frame = queue.take()) != null; ) {
            window.acquire();
            requireSuccess();
            send(producer, frame);
        }
    }

    private void send(Producer<byte[], ByteBuffer> producer, Frame frame) {
        int bytes = frame.image().remaining();
        long captured = frame.capturedMicros();
        long now = clock.micros();
        Frame sent = frame.with(frame.stages().sent(now));
        latency.sent(sent);
        try {
            var unused = producer.send(records.write(sent), (metadata, refused) -> {
                answered(metadata, refused, bytes);
                if (refused == null) {
                    latency.acknowledged(captured, now, clock.micros());
                }
            });
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            answered(null, e, bytes);
        }
    }

    /** Called by the producer's thread, in the order of the frames. */
    private void answered(@Nullable RecordMetadata metadata, @Nullable Exception refused, int bytes) {
        window.release();
        if (refused == null && metadata != null) {
            stats.acknowledged(bytes, new Position(metadata.partition(), metadata.offset()));
        } else if (settings.live()) {
            stats.drop(Drop.NOT_ACKNOWLEDGED);
            log.debug("a frame of {} bytes was not acknowledged", bytes, refused);
        } else {
            fail(new CommandFailure(
                    ExitCode.UNEXPECTED, explain(refused, bytes), refused == null ? new KafkaException() : refused));
        }
    }

    /** Of several faults the first counts, and the source is interrupted once: who waits for the last word is let wait. */
    private void fail(CommandFailure reason) {
        synchronized (this) {
            if (failure != null) {
                return;
            }
            failure = reason;
        }
        queue.fail(reason);
        onFailure.run();
    }

    private String explain(@Nullable Exception refused, int bytes) {
        if (refused instanceof RecordTooLargeException) {
            return "Kafka takes no frame of " + bytes + " bytes in " + kafka.topic()
                    + ": raise the topic's max.message.bytes, or lower --quality or --size";
        }
        return "Kafka took a frame not: " + (refused == null ? "no reason given" : refused.getMessage());
    }

    /** Whether Kafka was there, and frames could go. */
    public boolean isReady() {
        return ready.getCount() == 0 && failure == null;
    }

    /** How many frames Kafka has not acknowledged yet, of those that may be so. */
    public String window() {
        int most = settings.maxUnacknowledged();
        return most - window.availablePermits() + " of " + most;
    }

    /** Why sending failed; null as long as it has not. */
    public @Nullable CommandFailure failure() {
        return failure;
    }

    /** What {@link #await(Duration)} allows at the most when the process is told to end. */
    public static Duration lastWait() {
        return Duration.ofMillis(TimeUnit.SECONDS.toMillis(5) - 500);
    }
}
