package io.framelog.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.HdrHistogram.Histogram;

/** Clients that read alike, and what they have seen since they last began to count. For the engine's thread. */
public final class Group implements AutoCloseable {
    /** Of clients that do not keep up: the kernel buffers little, as for a client at the end of a slow line. */
    private static final int SLOW_RECEIVE_BUFFER = 8192;

    private static final int OK = 200;

    private final Pace pace;
    private final WallClock clock;
    private final List<Client> clients = new ArrayList<>();
    private final Set<AgeSource> sources = EnumSet.noneOf(AgeSource.class);
    private Histogram ages = Latencies.histogram();
    private int refused;

    Group(Pace pace, WallClock clock) {
        this.pace = pace;
        this.clock = clock;
    }

    /** Something that a client says meanwhile. */
    private interface Saying {
        void to(WritableByteChannel server) throws IOException;
    }

    /** One connection. */
    final class Client implements FrameParser.Sink {
        final SocketChannel channel = SocketChannel.open();
        private final Question question;
        private final FrameParser parser;
        private final Stamp stamp = new Stamp();
        private final long askedNanos;
        private FirstFrame first = new FirstFrame(Double.NaN, -1, 0);
        private boolean failed;
        private long frames;
        private long bytes;
        private long skipped;
        private long disordered;
        private long lastSequence = -1;

        /** Connects, and asks for the stream. */
        private Client(URI stream, String protocol) throws IOException {
            question = new Question(stream);
            parser = question.parser();
            try {
                if (pace != Pace.FULL) {
                    channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BUFFER);
                }
                channel.connect(new InetSocketAddress(stream.getHost(), stream.getPort()));
                askedNanos = System.nanoTime();
                channel.write(question.request(protocol));
                channel.configureBlocking(false);
            } catch (IOException e) {
                channel.close();
                throw e;
            }
        }

        Pace pace() {
            return pace;
        }

        /**
         * Reads once.
         *
         * @param scratch its content is overwritten
         * @return how many bytes were read, {@code limit} at most
         */
        int read(ByteBuffer scratch, int limit) {
            int count;
            try {
                count = channel.read(scratch.clear().limit(Math.min(limit, scratch.capacity())));
            } catch (IOException e) {
                count = -1;
            }
            parser.feed(count < 0 ? scratch.clear().limit(0) : scratch.flip(), this);
            bytes += Math.max(0, count);
            if (parser.status() == OK) {
                count = said(question::begin) ? count : -1;
            }
            if (count < 0 || (parser.status() > 0 && parser.status() != OK)) {
                failed = true;
                close();
            }
            return Math.max(0, count);
        }

        @Override
        public void frame(FrameParser part) {
            if (part.status() != OK) {
                return; // it explains a refusal
            }
            if (!hasFrame()) {
                long micros = part.timestampNanos() < 0 ? -1 : part.timestampNanos() / 1000;
                first = new FirstFrame((System.nanoTime() - askedNanos) / 1e6, micros, part.length());
            }
            frames++;
            failed |= !said(question::handled);
            if (stamp.read(part.opening(), part.openingLength())) {
                follow(stamp.sequence());
                age(stamp.nanos(), AgeSource.COMMENT);
            } else if (part.grabNanos() >= 0) {
                age(part.grabNanos(), AgeSource.GRAB_TIME);
            } else if (part.timestampNanos() >= 0) {
                age(part.timestampNanos(), AgeSource.TIMESTAMP);
            }
        }

        private boolean said(Saying what) {
            try {
                what.to(channel);
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        private void follow(long sequence) {
            if (lastSequence >= 0) {
                skipped += Math.max(0, sequence - lastSequence - 1);
                disordered += sequence <= lastSequence ? 1 : 0;
            }
            lastSequence = sequence;
        }

        boolean hasFrame() {
            return first.bytes() > 0;
        }

        /** Whether the server refused or closed the connection. */
        boolean failed() {
            return failed;
        }

        /** The first frame. Without one the error tells why. */
        FirstFrame first() throws IOException {
            if (!hasFrame()) {
                throw new IOException(
                        parser.status() > 0 && parser.status() != OK
                                ? "status " + parser.status()
                                : failed ? "the connection ended within the first picture" : "no picture in time");
            }
            return first;
        }

        private void reset() {
            frames = 0;
            bytes = 0;
            skipped = 0;
            disordered = 0;
        }

        void close() {
            try {
                channel.close();
            } catch (IOException e) {
                // Nothing was written that could be lost.
            }
        }
    }

    /** Connects a client; counts it as failed if the server accepts no connection. */
    void connect(URI stream, String protocol) {
        try {
            clients.add(new Client(stream, protocol));
        } catch (IOException e) {
            refused++;
        }
    }

    List<Client> clients() {
        return clients;
    }

    private void age(long madeNanos, AgeSource source) {
        long now = source == AgeSource.GRAB_TIME ? System.nanoTime() : clock.nanos();
        Latencies.record(ages, now - madeNanos);
        sources.add(source);
    }

    /** How its clients read. */
    public Pace pace() {
        return pace;
    }

    /** Begins to count from 0. */
    public void reset() {
        clients.forEach(Client::reset);
        sources.clear();
        takeAges();
    }

    /** The ages so far. Later reports have only the ages that come from now on. */
    public Latencies takeAges() {
        Latencies taken = Latencies.of(ages);
        ages = Latencies.histogram();
        return taken;
    }

    /** Whether each client has had a frame or has failed. */
    public boolean hasBegun() {
        return clients.stream().allMatch(client -> client.hasFrame() || client.failed);
    }

    /** How many connections were refused or closed by the server. */
    public long failed() {
        return refused + sum(client -> client.failed ? 1 : 0);
    }

    /**
     * What they have seen.
     *
     * @param seconds for how long they have counted
     */
    public LoadReport report(double seconds) {
        long[] frames =
                clients.stream().mapToLong(client -> client.frames).sorted().toArray();
        boolean none = frames.length == 0;
        return new LoadReport(
                seconds,
                sum(client -> client.frames),
                none ? Double.NaN : sum(client -> client.frames) / seconds,
                sum(client -> client.bytes),
                none ? Double.NaN : frames[0] / seconds,
                none ? Double.NaN : frames[frames.length / 2] / seconds,
                sum(client -> client.skipped),
                sum(client -> client.disordered),
                failed(),
                Latencies.of(ages),
                Set.copyOf(sources));
    }

    private long sum(ToLongFunction<Client> count) {
        return clients.stream().mapToLong(count).sum();
    }

    /** Closes the connections. */
    @Override
    public void close() {
        clients.forEach(Client::close);
    }
}
