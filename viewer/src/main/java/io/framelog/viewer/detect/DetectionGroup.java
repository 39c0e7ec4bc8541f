package io.framelog.viewer.detect;

import io.framelog.cli.CommandFailure;
import io.framelog.event.EventTopic;
import io.framelog.event.StreamEvent;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.events.EventLog;
import io.framelog.viewer.events.EventWriter;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.RecordFilter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RecordDeserializationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the group of detectors: shares the partitions of the frames' topic with the others. It commits a place
 * from which another member finds what goes on now. {@link #stop} can be called from any thread.
 */
final class DetectionGroup {
    /** A member that was away for longer begins so far back. */
    private static final Duration BACK = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(DetectionGroup.class);

    private static final String CLIENT_ID = "framelog-viewer-detect";

    private final KafkaOptions kafka;
    private final String group;
    private final ConsumerFactory consumers;
    private final StreamSettings settings;
    private final RecordFilter filter;
    private final KafkaHealth health;
    private final DetectionCounters counters;
    private final EventTopic topic;
    private volatile boolean stopped;
    private volatile @Nullable Consumer<byte[], ByteBuffer> connected;

    DetectionGroup(
            KafkaOptions kafka,
            String group,
            StreamSettings settings,
            RecordFilter filter,
            KafkaHealth health,
            DetectionCounters counters) {
        this.kafka = kafka;
        this.group = group;
        this.settings = settings;
        this.filter = filter;
        this.health = health;
        this.counters = counters;
        consumers = new ConsumerFactory(kafka);
        topic = EventTopic.of(kafka.topic());
    }

    /** Ends {@link #run}. */
    void stop() {
        stopped = true;
        Consumer<byte[], ByteBuffer> present = connected;
        if (present != null) {
            present.wakeup();
        }
    }

    /** Looks for motion until it is stopped. Kafka may be away, also at the beginning. */
    void run() {
        try {
            while (!stopped) {
                try (Consumer<byte[], ByteBuffer> consumer = consumers.detector(group);
                        EventWriter writer = new EventWriter(kafka, CLIENT_ID);
                        Membership membership = new Membership(consumer, writer)) {
                    connected = consumer;
                    membership.run();
                } catch (InterruptException e) {
                    throw e;
                } catch (CommandFailure | KafkaException e) {
                    explain(e);
                } catch (RuntimeException e) {
                    LOG.error("unexpected error; continuing: {}", e.toString(), e);
                }
                pause();
            }
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("interrupted", e);
        }
    }

    private void pause() throws InterruptedException {
        if (!stopped) {
            Thread.sleep(RETRY.toMillis());
        }
    }

    private void explain(RuntimeException fault) {
        if (fault instanceof RetriableException) {
            health.doesNotAnswer();
        } else {
            health.refuses(new KafkaFault(fault).text(KafkaFault.Right.READ, kafka.topic()));
        }
        LOG.debug("a step failed", fault);
    }

    /** The life of one consumer. */
    private final class Membership implements ConsumerRebalanceListener, AutoCloseable {
        private final Consumer<byte[], ByteBuffer> consumer;
        private final EventWriter writer;
        private final ToldEvents told = new ToldEvents();
        private final Detector detector = new Detector(settings, filter, told, counters);
        private final Pursuit pursuit = new Pursuit();
        /** Partitions that wait until it is known where to begin, and what was told before. */
        private final Set<TopicPartition> fresh = new HashSet<>();

        private long committed = System.nanoTime();
        private boolean created;

        Membership(Consumer<byte[], ByteBuffer> consumer, EventWriter writer) {
            this.consumer = consumer;
            this.writer = writer;
        }

        void run() throws InterruptedException {
            consumer.subscribe(List.of(kafka.topic()), this);
            while (!stopped) {
                try {
                    step();
                } catch (WakeupException e) {
                    LOG.debug("woken", e);
                } catch (InterruptException e) {
                    throw e;
                } catch (RecordDeserializationException e) {
                    LOG.debug("a record cannot be read", e);
                    consumer.seek(e.topicPartition(), e.offset() + 1);
                } catch (KafkaException e) {
                    explain(e);
                    pause();
                }
            }
        }

        private void step() throws InterruptedException {
            if (!created) {
                writer.createTopic();
                created = true;
            }
            begin();
            write();
            ConsumerRecords<byte[], ByteBuffer> records = consumer.poll(POLL);
            follow();
            detector.look(records, pursuit.factor());
            detector.endSilent();
            write();
            if (System.nanoTime() - committed > COMMIT_NANOS) {
                committed = System.nanoTime();
                commit();
            }
        }

        private void commit() {
            if (!consumer.assignment().isEmpty()) {
                consumer.commitAsync(places(consumer.assignment()), (offsets, fault) -> {
                    if (fault == null) {
                        health.ready();
                    } else {
                        LOG.debug("places were not committed", fault);
                        if (fault instanceof RetriableException) {
                            health.doesNotAnswer();
                        }
                    }
                });
            } else if (consumer.partitionsFor(kafka.topic(), LogConsumer.ANSWER_LIMIT)
                    .isEmpty()) {
                health.noTopic();
            } else {
                health.ready();
            }
        }

        /** Finds out where to begin with new partitions. */
        private void begin() {
            if (fresh.isEmpty()) {
                return;
            }
            try (LogConsumer past = consumers.eventsPast()) {
                told.read(new EventLog(topic, past));
            }
            long oldest = Instant.now().minus(BACK).toEpochMilli();
            Map<TopicPartition, Long> times =
                    fresh.stream().collect(Collectors.toMap(Function.identity(), it -> oldest));
            consumer.offsetsForTimes(times).forEach((partition, first) -> {
                if (first != null && consumer.position(partition) < first.offset()) {
                    consumer.seek(partition, first.offset());
                }
            });
            pursuit.begin(fresh, System.nanoTime());
            consumer.resume(fresh);
            LOG.info(
                    "watching partitions {}",
                    fresh.stream().map(TopicPartition::partition).sorted().toList());
            fresh.clear();
        }

        /** Keeps near live. */
        private void follow() {
            long now = System.nanoTime();
            for (TopicPartition partition : consumer.assignment()) {
                if (!fresh.contains(partition)) {
                    long position = consumer.position(partition);
                    long lag = consumer.currentLag(partition).orElse(0);
                    pursuit.note(partition, position, position + lag, now);
                }
            }
            pursuit.adapt(now);
            counters.lag(pursuit.seconds());
            counters.partitions(consumer.assignment().size() - fresh.size());
            Set<TopicPartition> far = pursuit.tooFar();
            if (!far.isEmpty()) {
                counters.leapt();
                consumer.seekToEnd(far);
            }
        }

        /** An event stays until it is written; only then a place behind it is committed. */
        private void write() {
            while (!detector.events().isEmpty()) {
                StreamEvent event = detector.events().getFirst();
                writer.write(event);
                counters.written(event);
                detector.events().removeFirst();
            }
        }

        private Map<TopicPartition, OffsetAndMetadata> places(Collection<TopicPartition> partitions) {
            Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
            for (TopicPartition partition : partitions) {
                if (!fresh.contains(partition)) {
                    long position = consumer.position(partition);
                    long place = detector.place(partition.partition()).orElse(position);
                    places.put(partition, new OffsetAndMetadata(Math.min(place, position)));
                }
            }
            return places;
        }

        /** Only notes them: what fails here would not be repeated. */
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            fresh.addAll(partitions);
            consumer.pause(partitions);
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (detector.events().isEmpty()) {
                consumer.commitSync(places(partitions));
            }
            onPartitionsLost(partitions);
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            fresh.removeAll(partitions);
            pursuit.forget(partitions);
            detector.forget(Set.copyOf(partitions));
        }

        @Override
        public void close() {
            detector.close();
        }
    }
}
