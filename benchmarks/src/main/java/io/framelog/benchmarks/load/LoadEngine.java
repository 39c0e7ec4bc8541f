package io.framelog.benchmarks.load;

import io.framelog.benchmarks.load.Group.Client;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Runs all clients on the calling thread. It reads every byte and looks at few of them, so that it costs much less than
 * a server, and allocates nothing for a frame. Clients read only while one of its methods runs. Not thread-safe.
 */
public final class LoadEngine implements AutoCloseable {
    /** Fits into the second-level cache; copies from the kernel into a larger one are slower. */
    private static final int SCRATCH = 128 * 1024;

    private static final int STALLED_BYTES = 4096;
    /** How many connections open between two rounds of reading, so that little piles up unread. */
    private static final int OPENED_AT_A_TIME = 20;

    private static final long SLOW_PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int SLOW_LOOK_MILLIS = 20;
    private static final int LOOK_MILLIS = 100;

    private final WallClock clock;
    private final Selector selector;
    private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
    private final Consumer<SelectionKey> ready = this::read;
    private final List<Client> slow = new ArrayList<>();
    private long slowReadNanos = System.nanoTime();

    /** @param clock the clock of the camera's stamps; it is adjusted now */
    public LoadEngine(WallClock clock) throws IOException {
        this.clock = clock;
        clock.adjust();
        selector = Selector.open();
    }

    /** A group without clients. */
    public Group none() {
        return new Group(Pace.FULL, clock);
    }

    /** Opens connections to one stream. */
    public Group open(Pace pace, URI stream, String protocol, int count) throws IOException {
        return open(pace, Collections.nCopies(count, stream), protocol);
    }

    /**
     * Opens a connection to each stream. The caller must close the group or the engine.
     *
     * @param streams {@code http://host:port/path}
     * @param protocol {@code HTTP/1.1}, or {@code HTTP/1.0} for a server that would answer 1.1 in chunks
     * @throws IOException if no connection can be opened
     */
    public Group open(Pace pace, List<URI> streams, String protocol) throws IOException {
        Group group = new Group(pace, clock);
        List<Client> clients = group.clients();
        for (URI stream : streams) {
            int before = clients.size();
            group.connect(stream, protocol);
            for (Client client : clients.subList(before, clients.size())) {
                client.channel.register(selector, pace == Pace.SLOW ? 0 : SelectionKey.OP_READ, client);
            }
            if (clients.size() % OPENED_AT_A_TIME == 1) {
                turn(0);
            }
        }
        if (clients.isEmpty()) {
            throw new IOException("no server accepts connections at " + streams.get(0));
        }
        slow.addAll(pace == Pace.SLOW ? clients : List.of());
        return group;
    }

    /** Reads for a time. */
    public void readFor(Duration time) throws IOException {
        readUntil(() -> false, time);
    }

    /**
     * Reads until a condition holds, which is checked after each round of reading, or the time is over.
     *
     * @return whether the condition holds
     */
    public boolean readUntil(BooleanSupplier condition, Duration limit) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            turn(Math.max(1, Math.min(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(left))));
        }
        return true;
    }

    /**
     * Asks for one picture, or for a stream's first, on a connection of its own.
     *
     * @param limit how long it may take
     * @throws IOException if the server refuses it, or it does not come whole and in time
     */
    public FirstFrame first(URI address, Duration limit) throws IOException {
        try (Group group = open(Pace.FULL, address, "HTTP/1.1", 1)) {
            readUntil(group::hasBegun, limit);
            return group.clients().get(0).first();
        }
    }

    private void turn(long millis) throws IOException {
        if (millis == 0) {
            selector.selectNow(ready);
        } else {
            selector.select(ready, slow.isEmpty() ? millis : Math.min(millis, SLOW_LOOK_MILLIS));
        }
        long waited = System.nanoTime() - slowReadNanos;
        if (waited >= SLOW_PERIOD) {
            slowReadNanos += waited;
            int budget = (int) (Pace.SLOW_BYTES_PER_SECOND * waited / TimeUnit.SECONDS.toNanos(1));
            slow.forEach(client -> trickle(client, budget));
        }
    }

    private void trickle(Client client, int budget) {
        int left = budget;
        for (int count = 1; count > 0 && left > 0 && !client.failed(); left -= count) {
            count = client.read(scratch, left);
        }
    }

    private void read(SelectionKey key) {
        Client client = (Client) key.attachment();
        if (client.pace() == Pace.STALLED) {
            key.interestOps(0);
        }
        client.read(scratch, client.pace() == Pace.STALLED ? STALLED_BYTES : SCRATCH);
    }

    /** Closes all connections. */
    @Override
    public void close() throws IOException {
        List.copyOf(selector.keys()).forEach(key -> ((Client) key.attachment()).close());
        selector.close();
    }
}
