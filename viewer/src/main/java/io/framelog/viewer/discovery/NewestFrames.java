package io.framelog.viewer.discovery;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import io.framelog.latency.EpochClock;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.catalog.ObservedFrame;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.OffsetRange;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.StoredFrame;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the newest frame of a stream from the log, for new viewers and snapshots. Any thread may ask; it reads on
 * discovery's thread.
 */
public final class NewestFrames {
    private static final Logger LOG = LoggerFactory.getLogger(NewestFrames.class);

    /** Requests that may wait; more are refused. */
    public static final int MAX_WAITING = 1_000;

    /** How many of a partition's newest records are searched if several streams share it. */
    private static final int SEARCHED = 16;

    private static final Duration READ_LIMIT = Duration.ofSeconds(1);

    private record Request(StreamName stream, CompletableFuture<Optional<Part>> answer) {}

    private final String topic;
    private final Catalog catalog;
    private final RecordFilter filter;
    private final PartPool pool;
    private final EpochClock clock = EpochClock.system();
    private final Runnable wake;
    private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>(MAX_WAITING);

    /** @param wake wakes discovery's thread when there is a request */
    public NewestFrames(String topic, Catalog catalog, RecordFilter filter, PartPool pool, Runnable wake) {
        this.topic = topic;
        this.catalog = catalog;
        this.filter = filter;
        this.pool = pool;
        this.wake = wake;
    }

    /**
     * Asks for a stream's newest frame.
     *
     * @return the caller must release the part; empty if the log has none. Fails if Kafka does not answer, or with a
     *     {@link RejectedExecutionException} if too many wait. Completed on discovery's thread, which must not be
     *     blocked. A caller that stops waiting must cancel (or complete) it.
     */
    public CompletableFuture<Optional<Part>> request(StreamName stream) {
        CompletableFuture<Optional<Part>> answer = new CompletableFuture<>();
        Request request = new Request(stream, answer);
        if (requests.offer(request)) {
            // While Kafka is away, a caller that stopped waiting makes room for others.
            CompletableFuture<Optional<Part>> unused = answer.whenComplete((part, fault) -> {
                if (fault != null) {
                    requests.remove(request);
                }
            });
            wake.run();
        } else {
            answer.completeExceptionally(new RejectedExecutionException(
                    "too many requests for newest frames: " + MAX_WAITING + " are waiting"));
        }
        return answer;
    }

    /** How many requests wait. */
    public int waiting() {
        return requests.size();
    }

    /** Answers the requests; reads each stream once, however many ask for it. On discovery's thread. */
    void serve(LogConsumer consumer) {
        List<Request> asked = new ArrayList<>();
        requests.drainTo(asked);
        while (!asked.isEmpty()) {
            StreamName stream = asked.get(0).stream();
            List<Request> same = asked.stream()
                    .filter(request -> request.stream().equals(stream))
                    .toList();
            try {
                answer(same, read(consumer, stream));
            } catch (KafkaException e) {
                asked.forEach(request -> request.answer().completeExceptionally(e));
                throw e;
            } catch (RuntimeException e) { // this stream's own; the others are read all the same
                LOG.warn("the newest frame of '{}' cannot be read: {}", stream, e.toString());
                same.forEach(request -> request.answer().completeExceptionally(e));
            }
            asked.removeAll(same);
        }
    }

    private static void answer(List<Request> requests, @Nullable Part part) {
        for (Request request : requests) {
            Optional<Part> copy = Optional.ofNullable(part).map(Part::retain);
            if (!request.answer().complete(copy)) {
                copy.ifPresent(Part::release);
            }
        }
        if (part != null) {
            part.release();
        }
    }

    private @Nullable Part read(LogConsumer consumer, StreamName stream) {
        Optional<Position> position = catalog.newestPosition(stream);
        if (position.isEmpty()) {
            return null;
        }
        TopicPartition partition = new TopicPartition(topic, position.get().partition());
        Long end = consumer.endOffsets(Set.of(partition)).get(partition);
        if (end == null) {
            return null;
        }
        // Behind the end there is nothing: the position is that of an older topic.
        long known = position.get().offset() < end ? position.get().offset() : 0;
        int tail = catalog.streamsIn(partition.partition()).size() > 1 ? SEARCHED : 1;
        StoredFrame newest = search(consumer, stream, partition, new OffsetRange(Math.max(known, end - tail), end));
        if (newest == null && known < end - tail) {
            newest = search(consumer, stream, partition, new OffsetRange(known, known + 1));
        }
        return newest == null
                ? null
                : pool.fill(newest.frame(), newest.position(), new Receipt(System.nanoTime(), clock.micros()));
    }

    private @Nullable StoredFrame search(
            LogConsumer consumer, StreamName stream, TopicPartition partition, OffsetRange range) {
        NewestOf newest = new NewestOf(stream);
        consumer.read(Map.of(partition, range), READ_LIMIT, newest::look);
        return newest.found;
    }

    /** The last of a stream's frames among records. */
    private final class NewestOf {
        private final StreamName stream;
        private @Nullable StoredFrame found;

        NewestOf(StreamName stream) {
            this.stream = stream;
        }

        void look(ConsumerRecord<byte[], ByteBuffer> record) {
            Frame frame = filter.read(record);
            if (frame != null) {
                catalog.observe(ObservedFrame.of(frame, record), false);
                if (frame.stream().equals(stream)) {
                    found = StoredFrame.of(frame, record);
                }
            }
        }
    }
}
