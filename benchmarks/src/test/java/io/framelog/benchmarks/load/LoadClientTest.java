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
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadClientTest {
    private static final Duration LENGTH = Duration.ofMillis(600);

    private final WallClock clock = new WallClock();
    private final LoadClient client = new LoadClient(clock);

    @Test
    void tellsHowOldTheCamerasPicturesAreAndThatNoneIsMissing() throws IOException {
        List<byte[]> pictures = new SyntheticPictures(320, 240).make(3, 9000);
        try (HttpCamera camera = new HttpCamera(pictures, 50, clock)) {
            LoadReport report = client.run(LoadPlan.viewers(camera.address(), "HTTP/1.0", 3, LENGTH), Measured.NOTHING);
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
    void aSlowClientGetsFewerBytesThanAViewerAndAStalledOneHoldsNobodyUp() throws IOException {
        List<byte[]> pictures = new SyntheticPictures(320, 240).make(3, 30_000);
        try (HttpCamera camera = new HttpCamera(pictures, 50, clock)) {
            LoadPlan plan =
                    LoadPlan.viewers(camera.address(), "HTTP/1.0", 1, LENGTH).with(1, 1, 200_000);
            LoadReport report = client.run(plan, Measured.NOTHING);
            assertEquals(0, report.failed());
            assertTrue(report.frames() > 0, report::toString);
            assertTrue(report.slowEarly().count() + report.slowLate().count() < report.frames(), report::toString);
        }
    }

    @Test
    void countsViewersThatAreTurnedAway() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread full = new Thread(() -> answer(server, "HTTP/1.1 503 Service Unavailable\r\n\r\n"));
            full.start();
            URI address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
            LoadReport report = client.run(LoadPlan.viewers(address, "HTTP/1.1", 1, LENGTH), Measured.NOTHING);
            assertEquals(1, report.failed());
            assertEquals(0, report.frames());
        }
    }

    @Test
    void saysWhereNobodyListens() throws IOException {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = server.getLocalPort();
        }
        LoadPlan plan = LoadPlan.viewers(URI.create("http://127.0.0.1:" + port + "/"), "HTTP/1.1", 1, LENGTH);
        IOException e = assertThrows(IOException.class, () -> client.run(plan, Measured.NOTHING));
        assertTrue(String.valueOf(e.getMessage()).contains(":" + port), e::toString);
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
