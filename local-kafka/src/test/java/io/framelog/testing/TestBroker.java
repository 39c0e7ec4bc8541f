package io.framelog.testing;

/**
 * A broker that runs for tests, and how to end it. Immutable.
 *
 * @param kafka what tests see of it
 * @param end stops it and removes its data
 */
record TestBroker(TestKafka kafka, Runnable end) implements AutoCloseable {

    @Override
    public void close() {
        end.run();
    }
}
