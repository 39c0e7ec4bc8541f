package io.framelog.viewer.notify;

import io.framelog.event.EventTopic;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells receivers of events. Each has a thread and a consumer group of its own, and so its own progress: one that is away
 * keeps no other waiting.
 */
public final class Notifier implements Feature {
    private final List<DeliveryLoop> loops = new ArrayList<>();
    private final Map<String, ReceiverCounters> counters = new LinkedHashMap<>();

    /**
     * Prepares the threads.
     *
     * @param group the beginning of the groups' names; a receiver's name follows
     * @param beginMillis where a new group begins, in milliseconds since 1970
     * @param receivers belong to this object, which closes them; their names differ
     */
    public Notifier(
            String group,
            EventTopic topic,
            ConsumerFactory consumers,
            Choice choice,
            long beginMillis,
            List<? extends Receiver> receivers,
            KafkaHealth health) {
        for (Receiver receiver : receivers) {
            ReceiverCounters counted = new ReceiverCounters();
            OpenOffsets offsets = new OpenOffsets();
            Outbox outbox = new Outbox(new NoticeDecoder(topic), choice, counted, offsets);
            Deliveries deliveries = new Deliveries(receiver, counted);
            DeliveryWork work =
                    new DeliveryWork(topic.name(), beginMillis, outbox, offsets, deliveries, counted, health);
            String name = group + "-" + receiver.name();
            loops.add(new DeliveryLoop(() -> consumers.group(name), work, receiver, health));
            counters.put(receiver.name(), counted);
        }
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counters.forEach((name, counted) -> Meters.of(registry, counted)
                .counter(
                        "notify.delivered",
                        "receiver",
                        name,
                        "events that the receiver took",
                        ReceiverCounters::deliveredCount)
                .counter(
                        "notify.refused",
                        "receiver",
                        name,
                        "events that the receiver does not want; they were skipped",
                        ReceiverCounters::refusedCount)
                .counter(
                        "notify.failed.attempts",
                        "receiver",
                        name,
                        "attempts that failed and were repeated",
                        ReceiverCounters::failedCount)
                .counter(
                        "notify.quiet",
                        "receiver",
                        name,
                        "events that were not told: too soon after another, or a short loss",
                        ReceiverCounters::quietCount)
                .counter(
                        "notify.past",
                        "receiver",
                        name,
                        "events that were not told because a search of the past has found them",
                        ReceiverCounters::pastCount)
                .counter(
                        "notify.skipped.records",
                        "receiver",
                        name,
                        "records that were no event, or too large",
                        ReceiverCounters::skippedCount)
                .gauge(
                        "notify.waiting",
                        "receiver",
                        name,
                        "events that wait for the receiver",
                        ReceiverCounters::waitingCount)
                .gauge(
                        "notify.failing.seconds",
                        "receiver",
                        name,
                        "how long the receiver has not taken the present event",
                        ReceiverCounters::failingSeconds));
    }

    @Override
    public void start() {
        loops.forEach(DeliveryLoop::start);
    }

    @Override
    public boolean isAlive() {
        return loops.stream().allMatch(DeliveryLoop::isAlive);
    }

    @Override
    public void close() {
        // All at the same time: each may wait for its receiver.
        List<Thread> ending =
                loops.stream().map(loop -> new Thread(loop::close, "end")).toList();
        ending.forEach(Thread::start);
        for (Thread thread : ending) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
