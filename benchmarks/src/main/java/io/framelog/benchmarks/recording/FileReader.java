package io.framelog.benchmarks.recording;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/**
 * Reads a partition's files at several places, as fast as the broker reads them for as many replays, but without broker
 * and viewer. What Kafka suffers from it is the fault of the disk and the machine.
 */
public final class FileReader implements AutoCloseable {
    /** As many as the viewer's. */
    private static final int THREADS = 4;
    /** How much is read at once; the viewer asks for as much. */
    private static final int STEP = 256 * 1024;

    private final List<Path> segments;
    private final LongAdder bytes = new LongAdder();
    private final ScheduledExecutorService threads = Executors.newScheduledThreadPool(THREADS);
    private final List<Future<?>> places = new ArrayList<>();

    /**
     * Begins to read.
     *
     * @param data the broker's folder
     * @param count at how many random places
     * @param bytesPerSecond at all places together
     */
    public FileReader(Path data, Recording recording, int count, double bytesPerSecond, SplittableRandom random)
            throws IOException {
        Path folder = data.resolve("kafka").resolve(recording.topic().name() + "-" + recording.partition());
        try (Stream<Path> files = Files.list(folder)) {
            segments = files.filter(file -> file.toString().endsWith(".log")).toList();
        }
        if (segments.isEmpty()) {
            throw new CommandFailure(ExitCode.UNEXPECTED, "no segments in " + folder);
        }
        long period = (long) (1e9 * STEP * count / bytesPerSecond);
        for (int i = 0; i < count; i++) {
            Place place = new Place(random.split());
            places.add(threads.scheduleAtFixedRate(place, i * period / count, period, TimeUnit.NANOSECONDS));
        }
    }

    /** A place that moves on by a step at each run. */
    private final class Place implements Runnable {
        private final ByteBuffer buffer = ByteBuffer.allocateDirect(STEP);
        private final SplittableRandom random;
        private Path file;
        private long position;

        Place(SplittableRandom random) throws IOException {
            this.random = random;
            file = anySegment();
            position = random.nextLong(1 + Files.size(file));
        }

        private Path anySegment() {
            return segments.get(random.nextInt(segments.size()));
        }

        @Override
        public void run() {
            try (FileChannel channel = FileChannel.open(file)) {
                int read = channel.read(buffer.clear(), position);
                bytes.add(Math.max(0, read));
                file = read < STEP ? anySegment() : file;
                position = read < STEP ? 0 : position + STEP;
            } catch (IOException e) {
                throw new UncheckedIOException(e); // it is not run again
            }
        }
    }

    /**
     * How many bytes have been read.
     *
     * @throws IOException if reading has failed
     */
    public long bytes() throws IOException {
        if (places.stream().anyMatch(Future::isDone)) {
            throw new IOException("cannot read Kafka's files: " + places);
        }
        return bytes.sum();
    }

    /** Stops the threads. */
    @Override
    public void close() {
        threads.shutdownNow();
    }
}
