package io.framelog.viewer.receiving;

import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.part.PartPool;
import io.micrometer.core.instrument.MeterRegistry;

/** Reads the watched streams from Kafka, on one thread with one consumer. */
public final class ReceivingFeature implements Feature {
    private final ReceiverCounters counters;
    private final PartPool pool;
    private final ConsumerThread thread;

    /**
     * Creates the feature; {@link #start()} starts its thread.
     *
     * @param pool the memory for frames
     */
    public ReceivingFeature(
            ConsumerFactory consumers,
            KafkaHealth health,
            FrameReceiver receiver,
            ReceiverCounters counters,
            PartPool pool) {
        this.counters = counters;
        this.pool = pool;
        thread = new ConsumerThread("receiver", consumers::receiver, receiver, health);
    }

    /** Lets the receiver check which partitions to read. Can be called from any thread. */
    public void reconsider() {
        thread.interruptPoll();
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        new ReceiverMetrics(counters, pool).bindTo(registry);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        thread.close();
    }
}
