package io.framelog.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Many viewers of one stream, on the calling thread. It reads every byte and looks at few of them, so that it costs little
 * beside the server; nothing is allocated for a frame.
 */
public final class LoadClient {
    /** In the second-level cache: larger ones make copying out of the kernel slower. */
    private static final int SCRATCH = 128 * 1024;

    private static final int STALLED_BYTES = 4096;

    /** Opened at a time between two rounds of reading, so that nothing piles up unread meanwhile. */
    private static final int OPENED_AT_A_TIME = 20;

    private static final long SLOW_PERIOD = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SETTLING = TimeUnit.SECONDS.toNanos(1);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final WallClock clock;

    /** @param clock the one that the camera's stamps are of */
    public LoadClient(WallClock clock) {
        this.clock = clock;
    }

    /**
     * Opens all connections, waits until each viewer has had a frame (for up to 20 s) and one second more, or as long as
     * is measured where that is shorter, measures, and closes
     * them.
     *
     * @param measured told when measuring begins and ends
     * @throws IOException if no viewer could connect
     */
    public LoadReport run(LoadPlan plan, Measured measured) throws IOException {
        clock.adjust();
        try (Run run = new Run(plan)) {
            run.open();
            run.settle();
            return run.measure(measured);
        }
    }

    /** One run's connections. */
    private final class Run implements AutoCloseable {
        private final LoadPlan plan;
        private final Selector selector;
        private final ByteBuffer scratch = ByteBuffer.allocateDirect(SCRATCH);
        private final Consumer<SelectionKey> ready = this::read;
        private final List<Connection> viewers = new ArrayList<>();
        private final List<Connection> slow = new ArrayList<>();
        private final List<Connection> stalled = new ArrayList<>();
        private int refused;
        private long slowReadAt = System.nanoTime();

        Run(LoadPlan plan) throws IOException {
            this.plan = plan;
            selector = Selector.open();
        }

        void open() throws IOException {
            URI uri = plan.stream();
            InetSocketAddress server = Requests.server(uri);
            ByteBuffer request = Requests.get(uri, plan.protocol());
            for (int i = 0; i < plan.connections(); i++) {
                Connection.Kind kind = i < plan.viewers()
                        ? Connection.Kind.VIEWER
                        : i < plan.viewers() + plan.stalled() ? Connection.Kind.STALLED : Connection.Kind.SLOW;
                open(kind, server, request);
                if (i % OPENED_AT_A_TIME == 0) {
                    readAll(0);
                }
            }
            if (viewers.isEmpty()) {
                throw new IOException("nobody accepts connections at " + uri);
            }
        }

        private void open(Connection.Kind kind, InetSocketAddress server, ByteBuffer request) throws IOException {
            Connection connection;
            try {
                connection = new Connection(kind, server, request, clock);
            } catch (IOException e) {
                refused++;
                return;
            }
            switch (kind) {
                case VIEWER -> viewers.add(connection);
                case SLOW -> slow.add(connection);
                case STALLED -> stalled.add(connection);
            }
            if (kind != Connection.Kind.SLOW) {
                connection.channel().register(selector, SelectionKey.OP_READ, connection);
            }
        }

        void settle() throws IOException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (System.nanoTime() < deadline && !viewers.stream().allMatch(c -> c.hasFrame() || c.failed())) {
                readAll(20);
            }
            readUntil(System.nanoTime() + Math.min(SETTLING, plan.length().toNanos()));
        }

        LoadReport measure(Measured measured) throws IOException {
            Tally all = new Tally();
            Tally early = new Tally();
            Tally late = new Tally();
            viewers.forEach(viewer -> viewer.count(all));
            slow.forEach(connection -> connection.count(early));
            measured.begin();
            long begin = System.nanoTime();
            readUntil(begin + plan.length().toNanos() / 2);
            slow.forEach(connection -> connection.count(late));
            readUntil(begin + plan.length().toNanos());
            double seconds = (System.nanoTime() - begin) / 1e9;
            measured.end();
            long[] frames =
                    viewers.stream().mapToLong(Connection::frames).sorted().toArray();
            return new LoadReport(
                    seconds,
                    viewers.stream().mapToLong(Connection::frames).sum(),
                    viewers.stream().mapToLong(Connection::bytes).sum(),
                    frames[0] / seconds,
                    frames[frames.length / 2] / seconds,
                    viewers.stream().mapToLong(Connection::skipped).sum(),
                    viewers.stream().mapToLong(Connection::disordered).sum(),
                    refused + (int) viewers.stream().filter(Connection::failed).count(),
                    all.ages(),
                    all.sources(),
                    early.ages(),
                    late.ages());
        }

        private void readUntil(long end) throws IOException {
            for (long left; (left = end - System.nanoTime()) > 0; ) {
                readAll(Math.max(1, Math.min(100, TimeUnit.NANOSECONDS.toMillis(left))));
            }
        }

        private void readAll(long millis) throws IOException {
            if (millis == 0) {
                selector.selectNow(ready);
            } else {
                selector.select(ready, slow.isEmpty() ? millis : Math.min(millis, 20));
            }
            long waited = System.nanoTime() - slowReadAt;
            if (!slow.isEmpty() && waited >= SLOW_PERIOD) {
                slowReadAt += waited;
                int budget = (int) (plan.slowBytesPerSecond() * waited / TimeUnit.SECONDS.toNanos(1));
                for (int i = 0; i < slow.size(); i++) {
                    trickle(slow.get(i), budget);
                }
            }
        }

        private void trickle(Connection connection, int budget) {
            int left = budget;
            while (left > 0 && !connection.failed()) {
                int count = connection.read(scratch, left);
                if (count == 0) {
                    return;
                }
                left -= count;
            }
        }

        private void read(SelectionKey key) {
            Connection connection = (Connection) key.attachment();
            if (connection.kind() == Connection.Kind.STALLED) {
                connection.read(scratch, STALLED_BYTES);
                key.cancel();
            } else {
                connection.read(scratch, SCRATCH);
            }
        }

        @Override
        public void close() throws IOException {
            viewers.forEach(Connection::close);
            slow.forEach(Connection::close);
            stalled.forEach(Connection::close);
            selector.close();
        }
    }
}
