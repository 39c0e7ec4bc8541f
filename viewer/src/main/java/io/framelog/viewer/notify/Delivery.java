package io.framelog.viewer.notify;

import java.time.Duration;
import java.util.Optional;

/** What became of an attempt to tell a receiver of an event. */
public sealed interface Delivery {
    /** The receiver has it. */
    record Done() implements Delivery {}

    /**
     * The receiver does not want this event, and will not want it later.
     *
     * @param reason in readable form, on one line
     */
    record Refused(String reason) implements Delivery {}

    /**
     * It has to be tried again.
     *
     * @param reason in readable form, on one line
     * @param pause how long the receiver wants to be left alone; empty if it did not say
     */
    record Later(String reason, Optional<Duration> pause) implements Delivery {
        /** To be tried again at any time. */
        public Later(String reason) {
            this(reason, Optional.empty());
        }
    }
}
