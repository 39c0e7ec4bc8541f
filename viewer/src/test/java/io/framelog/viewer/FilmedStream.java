package io.framelog.viewer;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.Recording;
import java.io.EOFException;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The stream {@code front} of numbered frames, in one partition with others, and a viewer that replays it. */
final class FilmedStream implements AutoCloseable {
    /** 50 frames per second. */
    static final long FRAME_MICROS = 20_000;

    static final int PARTITION = 1;
    /** The number of streams in that partition. */
    static final int STREAMS = 5;

    private final long begin = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()) - 600_000_000;
    private final AtomicInteger written = new AtomicInteger();
    private final String server;
    private final String topic;
    private final Recording recording;
    private @Nullable RunningViewer viewer;

    FilmedStream(TestKafka kafka) throws Exception {
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        recording = new Recording(server, topic, 2);
    }

    Recording recording() {
        return recording;
    }

    /** The viewer, started by the first call. */
    synchronized RunningViewer viewer() {
        RunningViewer present = viewer;
        if (present == null) {
            present = new RunningViewer(server, topic);
            viewer = present;
        }
        return present;
    }

    /** Writes a frame for each 20 ms, followed by one of each of four other streams. */
    List<RecordMetadata> record(int first, int end) throws Exception {
        for (int i = first; i < end; i++) {
            recording.write(PARTITION, "front", Recording.image(i, 64), time(i));
            for (int other = 1; other < STREAMS; other++) {
                recording.write(PARTITION, "other-" + other, Recording.image(i, 64), time(i) + 1);
            }
        }
        written.set(end - 1);
        return recording.flush();
    }

    /** Writes a frame every 20 ms until stopped. Their times continue the recording. */
    void film(int first, AtomicBoolean stop) {
        long start = System.nanoTime();
        for (int i = first; !stop.get(); i++) {
            written.set(i);
            recording.write(PARTITION, "front", Recording.image(i, 64), time(i));
            recording.write(PARTITION, "other", Recording.image(i, 64), time(i));
            LockSupport.parkNanos(start + (i - first + 1) * FRAME_MICROS * 1000 - System.nanoTime());
        }
    }

    /** The number of the newest frame. */
    int written() {
        return written.get();
    }

    MjpegClient replay(String query) throws IOException {
        viewer().awaitStream("front", "name", "front");
        return viewer().watch("/streams/front.mjpeg?" + query);
    }

    /** The number of replays that run. */
    long replays() {
        return viewer().count("replays");
    }

    /** When a frame was captured, in microseconds since the epoch. */
    long time(int number) {
        return begin / 1000 * 1000 + number * FRAME_MICROS;
    }

    /** When a frame was captured, in milliseconds since the epoch. */
    long millis(int number) {
        return time(number) / 1000;
    }

    static List<Integer> range(int first, int last) {
        return IntStream.rangeClosed(first, last).boxed().toList();
    }

    static List<Integer> numbersToTheEnd(MjpegClient client) {
        List<Integer> numbers = new ArrayList<>();
        IOException end = assertThrows(IOException.class, () -> {
            while (true) {
                numbers.add(Recording.number(client.next().image()));
            }
        });
        assertTrue(end instanceof EOFException, end::toString);
        return numbers;
    }

    /** Fails if the viewer leaks frames. */
    @Override
    public void close() {
        if (viewer != null) {
            viewer.close();
        }
        recording.close();
    }
}
