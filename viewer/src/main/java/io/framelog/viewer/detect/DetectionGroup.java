package io.framelog.viewer.detect;

import io.framelog.event.EventTopic;
import io.framelog.kafka.KafkaFault;
import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.events.EventLog;
import io.framelog.viewer.events.EventWriter;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.LogConsumer;
import io.framelog.viewer.kafka.RecordFilter;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A member of the group of detectors: shares the partitions of the frames' topic with the others. It commits a place
 * from which another member finds what goes on now. {@link #stop} can be called from any thread.
 */
public final class DetectionGroup {
    /** A member that was away for longer begins so far back. */
    private static final Duration BACK = Duration.ofSeconds(60);

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final long COMMIT_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Logger LOG = LoggerFactory.getLogger(DetectionGroup.class);

    private static final String CLIENT_ID = "framelog-viewer-detect";

    private final KafkaOptions kafka;
    private final ConsumerFactory consumers;
    private final Consumer<byte[], ByteBuffer> consumer;
    private final ToldEvents told = new ToldEvents();
    private final Detector detector;
    private final EventTopic topic;
    private volatile boolean stopped;
    private long committed = System.nanoTime();
    private boolean failing;

    /** @param group the name of the consumer group */
    public DetectionGroup(KafkaOptions kafka, String group, StreamSettings settings, RecordFilter filter) {
        this.kafka = kafka;
        consumers = new ConsumerFactory(kafka);
        consumer = kafka.connect(() -> consumers.detector(group));
        detector = new Detector(settings, filter, told);
        topic = EventTopic.of(kafka.topic());
    }

    /** Ends {@link #run}. */
    public void stop() {
        stopped = true;
        consumer.wakeup();
    }

    /** Looks for motion until it is stopped. */
    public void run() throws InterruptedException {
        try (EventWriter writer = new EventWriter(kafka, CLIENT_ID)) {
            consumer.subscribe(List.of(kafka.topic()), new Partitions());
            boolean created = false;
            while (!stopped) {
                try {
                    if (!created) {
                        writer.createTopic();
                        created = true;
                    }
                    step(writer);
                    failing = false;
                } catch (WakeupException e) {
                    LOG.debug("woken", e);
                } catch (InterruptException e) {
                    throw new InterruptedException();
                } catch (KafkaException e) {
                    explain(e);
                    Thread.sleep(RETRY.toMillis());
                }
            }
        } finally {
            consumer.close();
            detector.close();
        }
    }

    private void explain(KafkaException fault) {
        if (!failing) {
            failing = true;
            LOG.warn(
                    "Kafka does not let motion be looked for; trying again: {}",
                    new KafkaFault(fault).text(KafkaFault.Right.READ, kafka.topic()));
        }
        LOG.debug("a step failed", fault);
    }

    private void step(EventWriter writer) throws InterruptedException {
        write(writer);
        ConsumerRecords<byte[], ByteBuffer> records = consumer.poll(POLL);
        for (TopicPartition partition : records.partitions()) {
            detector.look(
                    partition,
                    records.records(partition),
                    consumer.currentLag(partition).orElse(0));
        }
        detector.endSilent();
        write(writer);
        if (System.nanoTime() - committed > COMMIT_NANOS) {
            committed = System.nanoTime();
            consumer.commitAsync(places(consumer.assignment()), (offsets, fault) -> {
                if (fault != null) {
                    LOG.debug("places were not committed", fault);
                }
            });
        }
    }

    /** An event stays until it is written; only then a place behind it is committed. */
    private void write(EventWriter writer) {
        while (!detector.events().isEmpty()) {
            writer.write(detector.events().getFirst());
            detector.events().removeFirst();
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> places(Collection<TopicPartition> partitions) {
        Map<TopicPartition, OffsetAndMetadata> places = new HashMap<>();
        for (TopicPartition partition : partitions) {
            long position = consumer.position(partition);
            long place = detector.place(partition.partition()).orElse(position);
            places.put(partition, new OffsetAndMetadata(Math.min(place, position)));
        }
        return places;
    }

    private final class Partitions implements ConsumerRebalanceListener {
        @Override
        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            if (partitions.isEmpty()) {
                return;
            }
            try (LogConsumer past = consumers.eventsPast()) {
                told.read(new EventLog(topic, past));
            }
            Set<TopicPartition> assigned = Set.copyOf(partitions);
            long oldest = Instant.now().minus(BACK).toEpochMilli();
            Map<TopicPartition, Long> times = assigned.stream().collect(Collectors.toMap(it -> it, it -> oldest));
            consumer.offsetsForTimes(times).forEach((partition, first) -> {
                if (first != null && consumer.position(partition) < first.offset()) {
                    consumer.seek(partition, first.offset());
                }
            });
            LOG.info(
                    "watching partitions {}",
                    assigned.stream().map(TopicPartition::partition).sorted().toList());
        }

        @Override
        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            if (detector.events().isEmpty()) {
                consumer.commitSync(places(partitions));
            }
            detector.forget(Set.copyOf(partitions));
        }

        @Override
        public void onPartitionsLost(Collection<TopicPartition> partitions) {
            detector.forget(Set.copyOf(partitions));
        }
    }
}
