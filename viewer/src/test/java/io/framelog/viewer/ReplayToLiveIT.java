package io.framelog.viewer;

import static io.framelog.viewer.FilmedStream.numbersToTheEnd;
import static io.framelog.viewer.FilmedStream.range;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.Recording;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Replays from a real log that become live, and many replays at the same time. */
@Timeout(60)
@ExtendWith(KafkaExtension.class)
class ReplayToLiveIT {
    private final FilmedStream front;

    ReplayToLiveIT(TestKafka kafka) throws Exception {
        front = new FilmedStream(kafka);
    }

    @AfterEach
    void losesNoMemory() {
        front.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 75, 150})
    void becomesLiveWithoutAFrameLostOrDoubled(int behind) throws Exception {
        front.record(0, 300);
        front.viewer();
        AtomicBoolean stop = new AtomicBoolean();
        Thread camera = new Thread(() -> front.film(300, stop), "camera");
        camera.start();
        int first = front.written() - behind;
        try (MjpegClient replay = front.replay("from=" + front.millis(first) + "&speed=1.5")) {
            int live = 0;
            for (int expected = first; live < 20; expected++) {
                long leftOut = leftOut();
                int number = Recording.number(replay.next().image());
                boolean busy = live > 0 && number > expected && leftOut() > leftOut;
                if (busy) {
                    break; // on a busy machine, a live viewer skips frames, which are counted
                }
                assertEquals(expected, number, "live for " + live + " frames");
                live += front.replays() == 0 ? 1 : 0;
            }
        } finally {
            stop.set(true);
            camera.join();
        }
    }

    /** The frames that live viewers skipped. */
    private long leftOut() {
        return front.viewer().count("skipped_burst_total")
                + front.viewer().count("skipped_records_total{reason=\"behind\"}");
    }

    @Test
    void becomesLiveWhereNothingIsLeftToPlay() throws Exception {
        front.record(0, 10);
        try (MjpegClient replay = front.replay("from=latest")) {
            Await.until("it is live", () -> front.replays() == 0);
            front.recording().write(FilmedStream.PARTITION, "front", Recording.image(10, 64), front.time(10));
            front.recording().flush();
            int number = Recording.number(replay.next().image());
            while (number < 10) { // the newest frame is sent at once, as to every viewer
                assertEquals(9, number);
                number = Recording.number(replay.next().image());
            }
            assertEquals(10, number);
        }
    }

    @Test
    void manyReplaysRunBesideManyLiveViewers() throws Exception {
        front.record(0, 600);
        AtomicBoolean stop = new AtomicBoolean();
        List<MjpegClient> live = new ArrayList<>();
        List<Throwable> faults = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        front.viewer().awaitStream("front", "name", "front");
        try {
            for (int i = 0; i < 100; i++) {
                live.add(front.viewer().watch("/streams/front.mjpeg"));
            }
            Thread camera = new Thread(() -> front.film(600, stop), "camera");
            camera.start();
            for (int i = 0; i < 50; i++) {
                int from = 5 * i;
                Thread client = new Thread(() -> expectStretch(from, from + 100, faults), "replay");
                client.start();
                threads.add(client);
            }
            for (MjpegClient watching : live) {
                int first = Recording.number(watching.next().image());
                int second = Recording.number(watching.next().image());
                assertTrue(second > first);
            }
            for (Thread thread : threads) {
                thread.join();
            }
            stop.set(true);
            camera.join();
            synchronized (faults) {
                assertEquals(List.of(), faults);
            }
        } finally {
            stop.set(true);
            for (MjpegClient watching : live) {
                watching.close();
            }
        }
        long read = front.viewer().count("replays_chunks_read_total");
        long shared = front.viewer().count("replays_chunks_shared_total");
        assertTrue(shared > read, "replays share chunks: " + shared + " shared, " + read + " read");
    }

    private void expectStretch(int first, int last, List<Throwable> faults) {
        try (MjpegClient replay = front.replay("from=" + front.millis(first) + "&to=" + front.millis(last))) {
            assertEquals(range(first, last), numbersToTheEnd(replay));
        } catch (IOException | AssertionError e) {
            synchronized (faults) {
                faults.add(e);
            }
        }
    }

    @Test
    void refusesMoreThanItsLimit() throws Exception {
        front.record(0, 10);
        List<MjpegClient> replays = new ArrayList<>();
        for (int i = 0; i < RunningViewer.MAX_REPLAYS; i++) {
            replays.add(front.replay("from=earliest&speed=0"));
        }
        var refused = front.viewer().get("/streams/front.mjpeg?from=earliest");
        assertEquals(503, refused.statusCode());
        assertTrue(refused.headers().firstValue("Retry-After").isPresent());
        for (MjpegClient replay : replays) {
            replay.close();
        }
        Await.until("their slots are free", () -> front.replays() == 0);
    }
}
