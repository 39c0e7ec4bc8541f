package io.framelog.testing;

/**
 * A running broker for tests. Immutable.
 *
 * @param kafka what tests get
 * @param end stops it and deletes its data
 */
record TestBroker(TestKafka kafka, Runnable end) implements AutoCloseable {

    @Override
    public void close() {
        end.run();
    }
}
