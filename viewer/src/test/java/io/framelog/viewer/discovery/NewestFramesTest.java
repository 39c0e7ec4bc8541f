package io.framelog.viewer.discovery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.StreamName;
import io.framelog.viewer.catalog.Catalog;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.kafka.SkippedRecords;
import io.framelog.viewer.live.FanOut;
import io.framelog.viewer.live.FanOutCounters;
import io.framelog.viewer.live.LiveStreams;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.QuietOutlet;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Requests for newest frames while Kafka is away. */
@Timeout(60)
class NewestFramesTest {
    private static final StreamName CAMERA = new StreamName("camera");

    private final NewestFrames newestFrames = new NewestFrames(
            "video-stream",
            new Catalog(Clock.systemUTC(), System::nanoTime),
            new RecordFilter(1000, new SkippedRecords()),
            new PartPool(1 << 20),
            () -> {});

    @Test
    void whoWaitsNoLongerMakesRoom() {
        List<CompletableFuture<Optional<Part>>> asked = new ArrayList<>();
        for (int i = 0; i < NewestFrames.MAX_WAITING; i++) {
            asked.add(newestFrames.request(CAMERA).orTimeout(1, TimeUnit.MILLISECONDS));
        }
        Await.until("all requests have timed out", () -> asked.stream().allMatch(CompletableFuture::isDone));
        Await.until("there is room", () -> newestFrames.waiting() == 0);

        assertFalse(newestFrames.request(CAMERA).isDone());
    }

    @Test
    void refusesMoreThanMayWait() {
        for (int i = 0; i < NewestFrames.MAX_WAITING; i++) {
            assertFalse(newestFrames.request(CAMERA).isDone());
        }
        assertTrue(newestFrames.request(CAMERA).isCompletedExceptionally());
    }

    @Test
    void oneFirstPictureIsAskedForHoweverManyBeginToWatch() {
        LiveStreams streams = new LiveStreams();
        FirstPicture firstPicture = new FirstPicture(newestFrames, streams);
        try (FanOut fanOut = new FanOut(streams, new FanOutCounters(), Duration.ofSeconds(1), System::nanoTime)) {
            fanOut.start();
            fanOut.watch(CAMERA, new QuietOutlet(), Duration.ZERO);
            for (int i = 0; i < 5; i++) {
                firstPicture.show(CAMERA);
            }
            assertEquals(1, newestFrames.waiting());
        }
    }
}
