package io.framelog.viewer.notify;

import io.framelog.cli.CommandFailure;
import io.framelog.kafka.KafkaFault;
import io.framelog.viewer.kafka.KafkaHealth;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The thread that reads the log for one receiver, with a consumer of its own, and survives Kafka's absence. */
final class DeliveryLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeliveryLoop.class);
    /** The pause after a fault of Kafka. */
    private static final Duration RETRY = Duration.ofSeconds(1);
    /** How long {@link #close()} waits: an attempt of a delivery may be on its way. */
    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(4);

    private final Supplier<Consumer<byte[], byte[]>> connect;
    private final DeliveryWork work;
    private final Receiver receiver;
    private final KafkaHealth health;
    private final Thread thread;
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile boolean closing;

    DeliveryLoop(Supplier<Consumer<byte[], byte[]>> connect, DeliveryWork work, Receiver receiver, KafkaHealth health) {
        this.connect = connect;
        this.work = work;
        this.receiver = receiver;
        this.health = health;
        this.thread = new Thread(this::run, "notify " + receiver.name());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    boolean isAlive() {
        return thread.isAlive();
    }

    private void run() {
        while (!closing) {
            try {
                work.step(connected());
            } catch (WakeupException e) {
                LOG.trace("woken");
            } catch (InterruptException e) {
                break;
            } catch (CommitFailedException e) {
                LOG.debug("another process goes on with {}", receiver.name());
            } catch (ConfigException e) {
                health.refuses(String.valueOf(e.getMessage()));
                pause();
            } catch (RetriableException e) {
                health.doesNotAnswer();
                pause();
            } catch (KafkaException | CommandFailure e) {
                health.refuses(new KafkaFault(e).text(KafkaFault.Right.READ, health.topic()));
                pause();
            }
        }
        end();
    }

    private Consumer<byte[], byte[]> connected() {
        Consumer<byte[], byte[]> present = consumer;
        if (present == null) {
            present = connect.get();
            consumer = present;
            work.begin(present);
        }
        return present;
    }

    private void pause() {
        try {
            if (woken.tryAcquire(RETRY.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.trace("woken");
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    private void end() {
        Consumer<byte[], byte[]> last = consumer;
        try {
            // Before another process is responsible: it says that the receiver's streams are available.
            receiver.close();
        } finally {
            if (last != null) {
                work.end(last);
            }
        }
    }

    /** Ends the thread; another process, or the next start, goes on. */
    @Override
    public void close() {
        closing = true;
        woken.release();
        Consumer<byte[], byte[]> present = consumer;
        if (present != null) {
            present.wakeup();
        }
        try {
            thread.join(CLOSE_LIMIT.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
