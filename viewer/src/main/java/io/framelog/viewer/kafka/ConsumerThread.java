package io.framelog.viewer.kafka;

import io.framelog.cli.CommandFailure;
import io.framelog.kafka.KafkaFault;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A thread with its own consumer, which it makes, uses and closes: Kafka's consumers are for one thread. After a fault
 * it reports to the {@link KafkaHealth}, pauses and retries.
 */
public final class ConsumerThread implements AutoCloseable {
    /** What the thread does, again and again. */
    public interface Work {
        /**
         * Does one step.
         *
         * @return how long to pause before the next one; {@link ConsumerThread#wake()} ends a pause
         */
        Duration step(LogConsumer consumer);

        /** Called when a new consumer was made, which has no partitions assigned yet. */
        default void connected() {}
    }

    /** A pause that only {@link #wake()} ends. */
    public static final Duration UNTIL_WOKEN = Duration.ofDays(1);

    private static final Logger LOG = LoggerFactory.getLogger(ConsumerThread.class);
    /** The pause after a fault. */
    private static final Duration RETRY = Duration.ofSeconds(1);
    /**
     * How long {@link #close()} waits before it interrupts the thread, and then again. A consumer that finds no broker
     * does not see that it is woken.
     */
    private static final Duration CLOSE_PATIENCE = Duration.ofMillis(500);

    private final Supplier<LogConsumer> connect;
    private final Work work;
    private final KafkaHealth health;
    private final Thread thread;
    private final Semaphore woken = new Semaphore(0);
    private volatile @Nullable LogConsumer consumer;
    private volatile boolean closing;

    /**
     * @param name the thread's
     * @param connect makes a consumer; called on this thread, again if it failed
     */
    public ConsumerThread(String name, Supplier<LogConsumer> connect, Work work, KafkaHealth health) {
        this.connect = connect;
        this.work = work;
        this.health = health;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Whether the thread runs. */
    public boolean isAlive() {
        return thread.isAlive();
    }

    /** Ends a pause. Can be called from any thread. */
    public void wake() {
        woken.release();
    }

    /** Ends a pause, or whatever the consumer waits for. Can be called from any thread. */
    public void interruptPoll() {
        wake();
        LogConsumer present = consumer;
        if (present != null) {
            present.wakeup();
        }
    }

    private void run() {
        while (!closing) {
            Duration pause = RETRY;
            try {
                pause = work.step(connected());
            } catch (WakeupException e) {
                pause = Duration.ZERO;
            } catch (InterruptException e) {
                break;
            } catch (ConfigException e) {
                // The settings were checked at the start: a name cannot be resolved (yet).
                health.refuses(String.valueOf(e.getMessage()));
            } catch (RetriableException e) {
                health.doesNotAnswer();
            } catch (KafkaException | CommandFailure e) {
                health.refuses(new KafkaFault(e).text(KafkaFault.Right.READ, health.topic()));
                LOG.debug("{} retries in {} s", thread.getName(), RETRY.toSeconds(), e);
            } catch (RuntimeException | OutOfMemoryError e) {
                LOG.error("unexpected error; continuing: {}", e.toString(), e);
            }
            if (!pause(pause)) {
                break;
            }
        }
        LogConsumer last = consumer;
        if (last != null) {
            if (Thread.interrupted()) { // or the consumer would not close
                LOG.debug("{} was interrupted", thread.getName());
            }
            last.close();
        }
    }

    private LogConsumer connected() {
        LogConsumer present = consumer;
        if (present == null) {
            present = connect.get();
            consumer = present;
            work.connected();
        }
        return present;
    }

    /** @return whether to continue */
    private boolean pause(Duration pause) {
        try {
            if (!pause.isZero() && woken.tryAcquire(pause.toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.trace("{} was woken", thread.getName());
            }
            woken.drainPermits();
            return !closing;
        } catch (InterruptedException e) {
            return false;
        }
    }

    /** Ends the thread and its consumer; waits for them at most twice {@link #CLOSE_PATIENCE}. */
    @Override
    public void close() {
        closing = true;
        interruptPoll();
        try {
            thread.join(CLOSE_PATIENCE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
                thread.join(CLOSE_PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
