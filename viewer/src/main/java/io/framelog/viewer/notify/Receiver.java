package io.framelog.viewer.notify;

/** One that is told of events. Used by one thread, which may wait for it; others do not wait for it. */
public interface Receiver extends AutoCloseable {
    /**
     * The receiver's name for Kafka and for metrics: the same in each process that is given the same address, and without
     * secrets.
     */
    String name();

    /** The receiver's address for messages: without secrets. */
    String address();

    /** Tells it of an event. Takes a limited time. */
    Delivery deliver(Notice notice);

    /** Called about twice a second while this process is responsible for the receiver. */
    default void tend() {}

    /** Another process is responsible from now on. */
    default void retire() {}

    /** Ends its connections. */
    @Override
    default void close() {}
}
