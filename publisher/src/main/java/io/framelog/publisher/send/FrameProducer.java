package io.framelog.publisher.send;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.kafka.clients.producer.Producer;

/**
 * One of Kafka's producers, and what the streams that share it share besides. Thread-safe.
 *
 * @param kafka sends frames and statuses
 * @param firstFrames lets one stream at a time begin in a partition
 * @param watch tells how Kafka does
 * @param statuses the thread that sends the statuses
 */
record FrameProducer(
        Producer<byte[], ByteBuffer> kafka,
        FirstFrames firstFrames,
        KafkaWatch watch,
        ScheduledExecutorService statuses)
        implements AutoCloseable {
    FrameProducer(Producer<byte[], ByteBuffer> kafka) {
        this(kafka, new FirstFrames(), new KafkaWatch(kafka), Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "status");
            thread.setDaemon(true);
            return thread;
        }));
    }

    /** Gives up what is not acknowledged. */
    @Override
    public void close() {
        statuses.shutdownNow();
        kafka.close(Duration.ZERO);
    }
}
