package io.framelog.publisher.send;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.Producer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells, once each and not once a stream, that Kafka does not answer a producer's statuses and answers again, slows the
 * producer down, or has another time. Thread-safe.
 */
final class KafkaWatch {
    /** Without an answer for this time, Kafka counts as away. A new producer on a busy machine needs less. */
    static final Duration SILENCE = Duration.ofSeconds(6);

    private final Logger log = LoggerFactory.getLogger(KafkaWatch.class);
    private final ClockCheck clock = new ClockCheck();
    private final Throttle throttle;
    private long answeredNanos = System.nanoTime();
    private boolean silent;
    private boolean throttled;

    KafkaWatch(Producer<?, ?> producer) {
        throttle = Throttle.of(producer);
    }

    /** Statuses are sent from now on, perhaps after a time without any. */
    synchronized void begin() {
        if (!silent) {
            answeredNanos = System.nanoTime();
        }
    }

    /** Kafka has taken a status. */
    synchronized void answered() {
        long before = answeredNanos;
        answeredNanos = System.nanoTime();
        if (silent) {
            silent = false;
            log.info("Kafka answers again after {} s", TimeUnit.NANOSECONDS.toSeconds(answeredNanos - before));
        }
    }

    /** Kafka has taken a status, see {@link ClockCheck#answered}. */
    synchronized void answered(long sent, long stamped) {
        clock.answered(sent, stamped, System.currentTimeMillis());
    }

    /** A status has no answer. */
    synchronized void unanswered() {
        if (!silent && !throttled && System.nanoTime() - answeredNanos > SILENCE.toNanos()) {
            silent = true;
            log.warn("Kafka does not answer; waiting for it");
        }
    }

    /** Whether Kafka counts as away. */
    synchronized boolean isSilent() {
        return silent;
    }

    /** Whether Kafka slows the producer down, as its quota says. */
    synchronized boolean isThrottled() {
        boolean felt = throttle.isFelt();
        if (felt && !throttled) {
            log.warn("{}", Throttle.TEXT);
        }
        throttled = felt;
        return felt;
    }
}
