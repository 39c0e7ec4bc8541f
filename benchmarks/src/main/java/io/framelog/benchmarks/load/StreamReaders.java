package io.framelog.benchmarks.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;

/** Clients of several Motion JPEG streams on a thread of their own, which read all that comes until they are closed. */
public final class StreamReaders implements AutoCloseable {
    private static final int SCRATCH = 128 * 1024;
    private static final int LOOK_MILLIS = 50;

    private final Selector selector;
    private final Tally tally = new Tally();
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final Consumer<SelectionKey> ready = this::read;
    private final AtomicLongArray frames;
    private final AtomicInteger failed = new AtomicInteger();
    private final Thread thread = new Thread(this::run, "stream readers");
    private volatile boolean closed;

    /** A connection and its place in the counts. */
    private record Reader(int number, Connection connection) {}

    /**
     * Connects, and begins to read.
     *
     * @param streams the address of each client's stream
     * @throws IOException if one cannot connect
     */
    public StreamReaders(List<URI> streams, WallClock clock) throws IOException {
        frames = new AtomicLongArray(streams.size());
        selector = Selector.open();
        try {
            for (int i = 0; i < streams.size(); i++) {
                URI uri = streams.get(i);
                Connection connection = new Connection(
                        Connection.Kind.VIEWER, Requests.server(uri), Requests.get(uri, "HTTP/1.1"), clock);
                connection.channel().register(selector, SelectionKey.OP_READ, new Reader(i, connection));
                connection.count(tally);
            }
        } catch (IOException e) {
            endAll();
            throw e;
        }
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                selector.select(ready, LOOK_MILLIS);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            endAll();
        }
    }

    private void read(SelectionKey key) {
        Reader reader = (Reader) key.attachment();
        reader.connection().read(scratch, SCRATCH);
        frames.set(reader.number(), reader.connection().frames());
        if (reader.connection().failed()) {
            failed.incrementAndGet(); // its channel is closed: it is not selected again
        }
    }

    private void endAll() {
        List<SelectionKey> keys = new ArrayList<>(selector.keys());
        keys.forEach(key -> ((Reader) key.attachment()).connection().close());
        try {
            selector.close();
        } catch (IOException e) {
            // Its connections are closed.
        }
    }

    /** How many frames each client has had. */
    public List<Long> frames() {
        List<Long> counts = new ArrayList<>();
        for (int i = 0; i < frames.length(); i++) {
            counts.add(frames.get(i));
        }
        return counts;
    }

    /** How many clients were refused or ended by the server. */
    public int failed() {
        return failed.get();
    }

    /** Ends the connections, and waits for the thread. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
