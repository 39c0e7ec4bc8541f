package io.framelog.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.benchmarks.camera.HttpCamera;
import io.framelog.benchmarks.camera.SyntheticPictures;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamReadersTest {
    private final WallClock clock = new WallClock();

    @Test
    void countsEachStreamsFrames() throws IOException {
        List<byte[]> pictures = new SyntheticPictures(320, 240).make(1, 9000);
        try (HttpCamera fast = new HttpCamera(pictures, 100, clock);
                HttpCamera slow = new HttpCamera(pictures, 10, clock);
                StreamReaders readers = new StreamReaders(List.of(fast.address(), slow.address()), clock)) {
            while (readers.frames().get(1) < 3) {
                Thread.onSpinWait();
            }
            assertTrue(readers.frames().get(0) > readers.frames().get(1), () -> readers.frames()
                    .toString());
            assertEquals(0, readers.failed());
        }
    }

    @Test
    void countsWhoseServerEndsTheConnection() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamReaders readers = new StreamReaders(
                        List.of(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/")), clock)) {
            server.accept().close();
            while (readers.failed() == 0) {
                Thread.onSpinWait();
            }
            assertEquals(List.of(0L), readers.frames());
        }
    }
}
