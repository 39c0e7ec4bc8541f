package io.framelog.viewer.events;

import java.util.Set;

/** Whoever gets events, in whatever form. Only for the event loop's thread. */
interface Subscriber {
    /** The tail has begun, perhaps again. */
    void begin();

    /** The logs of some partitions were replaced. */
    void restart(Set<Integer> partitions);

    /** There may be something new. */
    void wake();

    /** Time has passed: what could not be read may be tried again. */
    default void lookAgain() {}
}
