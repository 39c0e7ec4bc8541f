package io.framelog.benchmarks.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** One client of the stream. For one thread. */
final class Connection implements PartParser.Sink, AutoCloseable {
    /** Of those that do not keep up: little lies in the kernel, as with a client at the end of a slow line. */
    private static final int SLOW_RECEIVE_BUFFER = 8192;

    /** How a connection reads. */
    enum Kind {
        VIEWER,
        STALLED,
        SLOW
    }

    private final Kind kind;
    private final WallClock clock;
    private final PartParser parser = new PartParser();
    private final Stamp stamp = new Stamp();
    private final SocketChannel channel;
    private @Nullable Tally tally;
    private boolean failed;
    private long seen;
    private long frames;
    private long bytes;
    private long skipped;
    private long disordered;
    private long lastSequence = -1;

    /** Connects, and asks for the stream. */
    Connection(Kind kind, InetSocketAddress server, ByteBuffer request, WallClock clock) throws IOException {
        this.kind = kind;
        this.clock = clock;
        channel = SocketChannel.open();
        try {
            if (kind != Kind.VIEWER) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, SLOW_RECEIVE_BUFFER);
            }
            channel.connect(server);
            channel.write(request.duplicate());
            channel.configureBlocking(false);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    Kind kind() {
        return kind;
    }

    SocketChannel channel() {
        return channel;
    }

    /**
     * From now on frames count.
     *
     * @param into where their ages go
     */
    void count(Tally into) {
        tally = into;
    }

    /**
     * Reads what has come.
     *
     * @param scratch where it is read into; its content is lost
     * @param most how many bytes may be read
     * @return how many bytes that was
     */
    int read(ByteBuffer scratch, int most) {
        int count;
        try {
            count = channel.read(scratch.clear().limit(Math.min(most, scratch.capacity())));
        } catch (IOException e) {
            count = -1;
        }
        if (count < 0) {
            fail();
            return 0;
        }
        if (tally != null) {
            bytes += count;
        }
        parser.feed(scratch.flip(), this);
        if (parser.status() > 0 && parser.status() != 200) {
            fail();
        }
        return count;
    }

    @Override
    public void frame(PartParser part) {
        long now = clock.nanos();
        seen++;
        boolean stamped = stamp.read(part.opening(), part.openingLength());
        if (stamped) {
            follow(stamp.sequence());
        }
        if (tally == null) {
            return;
        }
        frames++;
        if (stamped) {
            tally.add(now - stamp.nanos(), AgeSource.COMMENT);
        } else if (part.grabNanos() >= 0) {
            tally.add(System.nanoTime() - part.grabNanos(), AgeSource.GRAB_TIME);
        } else if (part.timestampNanos() >= 0) {
            tally.add(now - part.timestampNanos(), AgeSource.TIMESTAMP);
        }
    }

    private void follow(long sequence) {
        if (tally != null && lastSequence >= 0) {
            skipped += Math.max(0, sequence - lastSequence - 1);
            disordered += sequence <= lastSequence ? 1 : 0;
        }
        lastSequence = sequence;
    }

    private void fail() {
        failed = true;
        close();
    }

    /** Whether the server refused it, or ended it. */
    boolean failed() {
        return failed;
    }

    /** Whether any frame has come. */
    boolean hasFrame() {
        return seen > 0;
    }

    long frames() {
        return frames;
    }

    long bytes() {
        return bytes;
    }

    long skipped() {
        return skipped;
    }

    long disordered() {
        return disordered;
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // It was only read from: there is nothing to lose.
        }
    }
}
