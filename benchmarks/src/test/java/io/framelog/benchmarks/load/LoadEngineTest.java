package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.benchmarks.camera.HttpCamera;
import io.framelog.benchmarks.camera.SyntheticPictures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadEngineTest {
    private static final Duration LENGTH = Duration.ofMillis(600);

    private final WallClock clock = new WallClock();
    private final LoadEngine engine;

    LoadEngineTest() throws IOException {
        engine = new LoadEngine(clock);
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
    }

    @Test
    void measuresTheAgesOfTheCamerasPictures() throws IOException {
        try (HttpCamera camera = new HttpCamera(SyntheticPictures.make(320, 240, 3, 9000), 50, clock)) {
            LoadReport report = measure(engine.open(Pace.FULL, camera.address(), "HTTP/1.0", 3));
            assertEquals(0, report.failed());
            assertEquals(0, report.disordered());
            assertEquals(Set.of(AgeSource.COMMENT), report.sources());
            assertEquals(report.frames(), report.ages().count());
            assertTrue(report.frames() >= 3 && report.frames() <= 3 * 50, report::toString);
            assertTrue(report.bytes() >= 8000 * (report.frames() - 3), report::toString);
            assertTrue(report.ages().p50() <= report.ages().p99(), report::toString);
            assertTrue(report.ages().max() < 5000, report::toString);
        }
    }

    @Test
    void aSlowClientGetsLessThanAViewerAndAStalledOneDelaysNobody() throws IOException {
        try (HttpCamera camera = new HttpCamera(SyntheticPictures.make(320, 240, 3, 30_000), 50, clock)) {
            engine.open(Pace.STALLED, camera.address(), "HTTP/1.0", 1);
            Group slow = engine.open(Pace.SLOW, camera.address(), "HTTP/1.0", 1);
            LoadReport report = measure(engine.open(Pace.FULL, camera.address(), "HTTP/1.0", 1));
            assertEquals(0, report.failed());
            assertTrue(report.frames() > 0, report::toString);
            assertTrue(slow.report(1).frames() < report.frames(), report::toString);
        }
    }

    @Test
    void countsViewersThatAreRefused() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread full = new Thread(() -> answer(server, "HTTP/1.1 503 Service Unavailable\r\n\r\n"));
            full.start();
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            LoadReport report = measure(engine.open(Pace.FULL, address, "HTTP/1.1", 1));
            assertEquals(1, report.failed());
            assertEquals(0, report.frames());
        }
    }

    @Test
    void failsIfNobodyListens() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        URI address = URI.create("http://127.0.0.1:" + port + "/");
        IOException e = assertThrows(IOException.class, () -> engine.open(Pace.FULL, address, "HTTP/1.1", 1));
        assertTrue(String.valueOf(e.getMessage()).contains(":" + port), e::toString);
    }

    private LoadReport measure(Group group) throws IOException {
        assertTrue(engine.readUntil(group::hasBegun, Duration.ofSeconds(30)));
        group.reset();
        engine.readFor(LENGTH);
        return group.report(LENGTH.toMillis() / 1e3);
    }

    private static void answer(ServerSocket server, String head) {
        try (Socket socket = server.accept()) {
            socket.getOutputStream().write(head.getBytes(US_ASCII));
            socket.getInputStream().readAllBytes();
        } catch (IOException e) {
            // The test has ended.
        }
    }
}
