package io.framelog.benchmarks.replay;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a partition's files from several places on, as fast as replays there would have the broker read them, but without
 * broker and viewer: what Kafka suffers by that is the disk's and the machine's doing.
 */
final class DiskReader implements AutoCloseable {
    /** As many at a time as the viewer reads. */
    private static final int THREADS = 4;
    /** As much at a time as the viewer asks for. */
    private static final int STEP = 256 * 1024;

    private final List<Path> segments;
    private final List<Thread> threads = new ArrayList<>();
    private final LongAdder bytes = new LongAdder();
    private volatile boolean closed;
    private volatile @Nullable IOException fault;

    /**
     * Begins to read.
     *
     * @param data the broker's folder
     * @param places how many, at random
     * @param bytesPerSecond from all of them together
     */
    DiskReader(Path data, Recording recording, int places, double bytesPerSecond, SplittableRandom random)
            throws IOException {
        segments = segments(data.resolve("kafka").resolve(recording.topic() + "-" + recording.partition()));
        long turnNanos = (long) (1e9 * STEP * places / bytesPerSecond);
        for (int i = 0; i < THREADS; i++) {
            SplittableRandom own = random.split();
            int share = places / THREADS;
            Thread thread = new Thread(() -> run(share, turnNanos, own), "disk-" + i);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    private static List<Path> segments(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found =
                    files.filter(file -> file.toString().endsWith(".log")).toList();
            if (found.isEmpty()) {
                throw new CommandFailure(ExitCode.UNEXPECTED, "no segments in " + folder);
            }
            return found;
        }
    }

    /** Goes on by a step at each of its places, one after the other, each again and again. */
    private void run(int places, long turnNanos, SplittableRandom random) {
        ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
        Path[] files = new Path[places];
        long[] positions = new long[places];
        long due = System.nanoTime();
        try {
            for (int place = 0; place < places; place++) {
                files[place] = any(random);
                positions[place] = random.nextLong(1 + Files.size(files[place]));
            }
            for (int place = 0; !closed; place = (place + 1) % places) {
                int read = read(files[place], positions[place], buffer);
                positions[place] += STEP;
                if (read < STEP) {
                    files[place] = any(random);
                    positions[place] = 0;
                }
                bytes.add(Math.max(0, read));
                due += turnNanos / places;
                TimeUnit.NANOSECONDS.sleep(due - System.nanoTime());
            }
        } catch (ClosedByInterruptException | InterruptedException e) {
            Thread.currentThread().interrupt(); // closed
        } catch (IOException e) {
            fault = e;
        }
    }

    private Path any(SplittableRandom random) {
        return segments.get(random.nextInt(segments.size()));
    }

    private static int read(Path file, long position, ByteBuffer buffer) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            return channel.read(buffer.clear(), position);
        }
    }

    /**
     * What has been read.
     *
     * @throws IOException where reading has failed
     */
    long bytes() throws IOException {
        IOException failed = fault;
        if (failed != null) {
            throw failed;
        }
        return bytes.sum();
    }

    @Override
    public void close() {
        closed = true;
        threads.forEach(Thread::interrupt);
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
