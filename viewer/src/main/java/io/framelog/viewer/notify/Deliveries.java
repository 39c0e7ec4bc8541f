package io.framelog.viewer.notify;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The attempts to tell a receiver of one event after the other. Not thread-safe. */
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);

    /** Characters of an id in the log. */
    private static final int MAX_ID = 100;

    private final Receiver receiver;
    private final ReceiverCounters counters;
    private @Nullable ReadNotice failing;
    private Backoff backoff = new Backoff();
    private long nextNanos;
    private String told = "";

    Deliveries(Receiver receiver, ReceiverCounters counters) {
        this.receiver = receiver;
        this.counters = counters;
    }

    /** How long to wait for the next attempt of what has failed; zero if nothing has. */
    Duration untilNextAttempt() {
        return failing == null ? Duration.ZERO : Duration.ofNanos(Math.max(0, nextNanos - System.nanoTime()));
    }

    /** Looks after the receiver's connection. */
    void tend() {
        receiver.tend();
    }

    /** Another process is responsible for the receiver. */
    void retire() {
        receiver.retire();
    }

    /** Tries to deliver the next event, unless it is too early. */
    void attempt(Outbox outbox) {
        ReadNotice next = outbox.next();
        if (next == null) {
            return;
        }
        if (failing != null && !isSame(failing, next)) { // another process goes on with the one that has failed
            recovered();
        }
        if (!untilNextAttempt().isZero()) {
            return;
        }
        Delivery outcome = deliver(next.notice());
        if (outcome instanceof Delivery.Later later) {
            failed(next, later);
            return;
        }
        if (outcome instanceof Delivery.Refused refused) {
            counters.refused();
            LOG.warn(
                    "{} refuses the event {} of '{}', which is skipped: {}",
                    receiver.address(),
                    printable(next.notice().event().id()),
                    next.notice().event().stream(),
                    refused.reason());
        } else {
            if (failing != null) {
                LOG.info("{} takes events again", receiver.address());
            }
            if (next.notice().told()) {
                counters.delivered();
            }
        }
        recovered();
        outbox.done();
    }

    private Delivery deliver(Notice notice) {
        try {
            return receiver.deliver(notice);
        } catch (RuntimeException e) { // would come again with each attempt, and keep all later events back
            LOG.error("unexpected error; continuing: {}", e.toString(), e);
            return new Delivery.Refused("unexpected error: " + e);
        }
    }

    private void failed(ReadNotice next, Delivery.Later later) {
        if (Thread.currentThread().isInterrupted()) { // this process ends
            return;
        }
        Duration pause = backoff.pause(later.pause());
        failing = next;
        nextNanos = System.nanoTime() + pause.toNanos();
        counters.failed();
        if (!told.equals(later.reason())) {
            told = later.reason();
            LOG.warn("{} does not take events: {}; retrying, and nothing is lost", receiver.address(), told);
        } else {
            LOG.debug("{} does not take events; retrying in {}", receiver.address(), pause);
        }
    }

    private void recovered() {
        failing = null;
        backoff = new Backoff();
        nextNanos = System.nanoTime();
        told = "";
        counters.works();
    }

    private static boolean isSame(ReadNotice one, ReadNotice other) {
        return one.partition().equals(other.partition()) && one.offset() == other.offset();
    }

    /** Ids come from any program. */
    private static String printable(String id) {
        return id.substring(0, Math.min(MAX_ID, id.length())).replaceAll("\\p{Cntrl}", "?");
    }
}
