package io.framelog.publisher.send;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.kafka.FrameRecordWriter;
import io.framelog.kafka.KafkaFault;
import io.framelog.latency.EpochClock;
import io.framelog.publisher.progress.DropReason;
import io.framelog.publisher.progress.Outcome;
import io.framelog.publisher.progress.PublishLatency;
import io.framelog.publisher.progress.PublishStats;
import io.framelog.publisher.progress.RefusalReason;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;

/**
 * Sends the queue's frames with a producer, in their order. A live source's frame that Kafka does not take is dropped. A
 * recording's frame is sent again while this user may not write; any other refusal is a failure. For one thread.
 */
final class FrameSending {
    /** How often a recording's frame is sent again while this user may not write. */
    private static final Duration DENIED_PAUSE = Duration.ofSeconds(1);

    private static final int UNKNOWN = -1;

    private final Logger log;
    private final Producer<byte[], ByteBuffer> producer;
    private final String topic;
    private final boolean live;
    private final FrameQueue queue;
    private final SendWindow window;
    private final FirstFrames firstFrames;
    private final PublishStats stats;
    private final PublishLatency latency;
    private final StatusReporter status;
    private final Consumer<Outcome> onFailure;
    private final FrameRecordWriter records;
    private final EpochClock clock = EpochClock.system();
    /** A recording's frames to send before the queue's. */
    private final Deque<Frame> again = new ArrayDeque<>();
    /** Those that were denied since, oldest first; filled by the producer's thread. */
    private final Deque<Frame> denied = new ConcurrentLinkedDeque<>();

    private volatile boolean waiting;
    private volatile boolean failed;
    private int partitions;

    FrameSending(
            Producer<byte[], ByteBuffer> producer,
            String topic,
            boolean live,
            FrameQueue queue,
            SendWindow window,
            FirstFrames firstFrames,
            PublishStats stats,
            PublishLatency latency,
            StatusReporter status,
            Consumer<Outcome> onFailure,
            Logger log) {
        this.log = log;
        this.producer = producer;
        this.topic = topic;
        this.live = live;
        this.queue = queue;
        this.window = window;
        this.firstFrames = firstFrames;
        this.stats = stats;
        this.latency = latency;
        this.status = status;
        this.onFailure = onFailure;
        this.records = new FrameRecordWriter(topic);
    }

    /**
     * Sends every frame of the queue, even if capturing failed, and waits for the answers. Ends early if sending fails.
     */
    void sendAll() throws InterruptedException {
        try {
            for (Frame frame; (frame = next()) != null; ) {
                window.acquire(frame.image().remaining(), partition(frame));
                if (failed) {
                    return;
                }
                send(frame);
            }
        } catch (InterruptException e) {
            throw e;
        } catch (RuntimeException | Error e) {
            fail(Outcome.failed("sending", e));
        } finally {
            window.close();
        }
    }

    /** The next frame to send, or null if Kafka has answered all of them. */
    private @Nullable Frame next() throws InterruptedException {
        while (true) {
            // First room and then a frame: one that was taken before an outage would be an old one after it.
            window.awaitRoom();
            narrowForNewPartitions();
            takeBackDenied();
            Frame frame = again.isEmpty() ? queue.take() : again.remove();
            if (frame == null) {
                window.awaitAnswers();
                if (denied.isEmpty() || failed) {
                    return null;
                }
            } else if (denied.isEmpty()) {
                return frame;
            } else { // its predecessor was denied while this one was awaited
                again.addFirst(frame);
            }
        }
    }

    /** A stream may move into a partition that was added to the topic, which begins as every new partition does. */
    private void narrowForNewPartitions() throws InterruptedException {
        try {
            int known = producer.partitionsFor(topic).size();
            if (partitions != 0 && known != partitions) {
                window.narrow();
            }
            partitions = known;
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            log.debug("the topic's partitions are not known now; sending tells why", e);
        }
    }

    /** By Kafka's default; another partitioner may choose another one, which costs no more than the safety of a start. */
    private int partition(Frame frame) {
        return partitions == 0
                ? UNKNOWN
                : BuiltInPartitioner.partitionForKey(frame.stream().toKey(), partitions);
    }

    /** Those that are in flight will be denied, too: order is kept by sending all of them again. */
    private void takeBackDenied() throws InterruptedException {
        if (!denied.isEmpty()) {
            window.narrow();
            TimeUnit.NANOSECONDS.sleep(DENIED_PAUSE.toNanos());
            for (Frame frame; (frame = denied.pollLast()) != null; ) {
                again.addFirst(frame);
            }
        }
    }

    private void send(Frame frame) {
        int bytes = frame.image().remaining();
        long captured = frame.capturedMicros();
        long now = clock.micros();
        Frame sent = frame.with(frame.stages().sent(now));
        latency.sent(sent);
        stats.countSent();
        try {
            var unused = producer.send(records.write(sent), (metadata, error) -> {
                answered(metadata, error, frame, bytes);
                if (error == null) {
                    latency.acknowledged(captured, now, clock.micros());
                }
            });
        } catch (InterruptException e) {
            throw e;
        } catch (KafkaException e) {
            answered(null, e, frame, bytes);
        }
    }

    /** Called on the producer's thread, in the order of the frames. */
    private void answered(@Nullable RecordMetadata metadata, @Nullable Exception error, Frame frame, int bytes) {
        boolean acknowledged = error == null && metadata != null;
        if (!acknowledged) {
            stats.countRefused(error == null ? RefusalReason.OTHER : RefusalReason.of(error));
        }
        if (error == null && metadata != null) {
            firstFrames.taken(metadata.partition());
            stats.acknowledged(bytes, new Position(metadata.partition(), metadata.offset()));
            if (waiting) {
                waiting = false;
                status.refused("");
                log.info("Kafka takes frames again");
            }
        } else if (live) {
            stats.drop(DropReason.NOT_ACKNOWLEDGED, error == null ? "" : explain(error, bytes));
            log.debug("a frame of {} bytes was not acknowledged", bytes, error);
        } else {
            refused(error == null ? new KafkaException("no reason given") : error, frame, bytes);
        }
        window.answered(acknowledged, bytes);
    }

    private void refused(Exception cause, Frame frame, int bytes) {
        String reason = explain(cause, bytes);
        if (!new KafkaFault(cause).isDenied()) {
            fail(new Outcome.Failed(new CommandFailure(ExitCode.UNEXPECTED, reason, cause)));
            return;
        }
        denied.addLast(frame);
        if (!waiting) {
            waiting = true;
            status.refused(reason);
            log.warn("{}; waiting for it", reason);
        }
    }

    private String explain(Exception cause, int bytes) {
        String reason = new KafkaFault(cause).text(KafkaFault.Right.WRITE, topic);
        if (cause instanceof RecordTooLargeException) {
            return "Kafka rejected a frame of " + bytes + " bytes in topic " + topic + ": " + reason
                    + ", or lower --quality or --size";
        }
        return "Kafka rejected a frame: " + reason;
    }

    private void fail(Outcome outcome) {
        failed = true;
        onFailure.accept(outcome);
    }
}
