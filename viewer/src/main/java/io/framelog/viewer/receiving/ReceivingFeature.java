package io.framelog.viewer.receiving;

import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.ConsumerFactory;
import io.framelog.viewer.kafka.ConsumerThread;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.part.PartPool;
import io.micrometer.core.instrument.MeterRegistry;

/** Reads the streams that somebody watches from Kafka, on one thread with one consumer. */
public final class ReceivingFeature implements Feature {
    private final ReceiverCounters counters;
    private final PartPool pool;
    private final ConsumerThread thread;

    /**
     * Nothing runs before the start.
     *
     * @param pool the memory that frames are put into
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

    /** Has it look again which partitions are to be read. From any thread. */
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
