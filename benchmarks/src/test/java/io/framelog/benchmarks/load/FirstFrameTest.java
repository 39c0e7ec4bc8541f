package io.framelog.benchmarks.load;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FirstFrameTest {
    private static final int DELAY_MILLIS = 100;

    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final LoadEngine engine;
    private final ServerSocket server;
    private final URI address;

    FirstFrameTest() throws IOException {
        engine = new LoadEngine(new WallClock());
        server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        address = URI.create("http://127.0.0.1:" + server.getLocalPort() + "/front.mjpeg?from=1");
    }

    @AfterEach
    void close() throws IOException {
        engine.close();
        server.close();
    }

    @Test
    void takesTheFirstPartToItsLastByte() throws IOException {
        answer(
                "HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary=b\r\n\r\n"
                        + "--b\r\nContent-Length: 4\r\nX-Timestamp: 1790000000.033333\r\n\r\nab",
                "cd\r\n--b\r\n");
        FirstFrame frame = engine.first(address, LIMIT);
        assertEquals(4, frame.bytes());
        assertEquals(1_790_000_000_033_333L, frame.timestampMicros());
        assertTrue(frame.millis() >= DELAY_MILLIS, frame::toString);
    }

    @Test
    void takesAPicture() throws IOException {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na", "bc");
        FirstFrame frame = engine.first(address, LIMIT);
        assertEquals(3, frame.bytes());
        assertEquals(-1, frame.timestampMicros());
    }

    @Test
    void reportsTheStatusOfARefusal() {
        answer("HTTP/1.1 503 Service Unavailable\r\n\r\n", "");
        IOException e = assertThrows(IOException.class, () -> engine.first(address, LIMIT));
        assertTrue(String.valueOf(e.getMessage()).contains("503"), e::toString);
    }

    @Test
    void failsIfThePictureIsNotWhole() {
        answer("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\na", "b");
        assertThrows(IOException.class, () -> engine.first(address, LIMIT));
    }

    /** The second half comes late. */
    private void answer(String first, String second) {
        Thread thread = new Thread(() -> {
            try (Socket socket = server.accept()) {
                socket.getInputStream().read(new byte[1024]);
                socket.getOutputStream().write(first.getBytes(US_ASCII));
                TimeUnit.MILLISECONDS.sleep(DELAY_MILLIS);
                socket.getOutputStream().write(second.getBytes(US_ASCII));
            } catch (IOException | InterruptedException e) {
                // The client sees it.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }
}
