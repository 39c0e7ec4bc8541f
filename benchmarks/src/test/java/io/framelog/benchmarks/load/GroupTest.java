package io.framelog.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.benchmarks.camera.HttpCamera;
import io.framelog.benchmarks.camera.SyntheticPictures;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GroupTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final WallClock clock = new WallClock();

    @Test
    void countsEachStreamsFrames() throws Exception {
        List<byte[]> pictures = SyntheticPictures.make(320, 240, 1, 9000);
        try (HttpCamera fast = new HttpCamera(pictures, 100, clock);
                HttpCamera slow = new HttpCamera(pictures, 10, clock);
                LoadEngine engine = new LoadEngine(clock)) {
            Group group = engine.open(Pace.FULL, List.of(fast.address(), slow.address()), "HTTP/1.0");
            assertTrue(engine.readUntil(() -> group.report(1).fpsMin() >= 3, LIMIT));
            LoadReport report = group.report(1);
            assertTrue(report.frames() > 2 * report.fpsMin(), report::toString);
            assertEquals((double) report.frames(), report.fps());
            assertEquals(0, report.failed());
        }
    }

    @Test
    void countsAConnectionThatTheServerEnds() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                LoadEngine engine = new LoadEngine(clock)) {
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            Group group = engine.open(Pace.FULL, address, "HTTP/1.1", 1);
            server.accept().close();
            assertTrue(engine.readUntil(() -> group.failed() == 1, LIMIT));
            assertEquals(0, group.report(1).frames());
        }
    }

    @Test
    void takesTheAgesUpToNow() throws Exception {
        try (HttpCamera camera = new HttpCamera(SyntheticPictures.make(320, 240, 1, 9000), 100, clock);
                LoadEngine engine = new LoadEngine(clock)) {
            Group group = engine.open(Pace.FULL, camera.address(), "HTTP/1.0", 1);
            assertTrue(engine.readUntil(() -> group.report(1).frames() >= 3, LIMIT));
            long frames = group.report(1).frames();
            assertEquals(frames, group.takeAges().count());
            assertEquals(0, group.report(1).ages().count());
            assertEquals(frames, group.report(1).frames());
        }
    }
}
