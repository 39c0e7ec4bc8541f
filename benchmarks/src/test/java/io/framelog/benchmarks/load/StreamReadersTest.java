package io.framelog.benchmarks.load;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.benchmarks.camera.HttpCamera;
import io.framelog.benchmarks.camera.SyntheticPictures;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class StreamReadersTest {
    private final WallClock clock = new WallClock();

    @Test
    void countsEachStreamsFrames() throws Exception {
        List<byte[]> pictures = new SyntheticPictures(320, 240).make(1, 9000);
        try (HttpCamera fast = new HttpCamera(pictures, 100, clock);
                HttpCamera slow = new HttpCamera(pictures, 10, clock);
                StreamReaders readers = new StreamReaders(List.of(fast.address(), slow.address()), clock)) {
            await(() -> readers.frames().get(1) >= 3);
            assertTrue(readers.frames().get(0) > readers.frames().get(1), () -> readers.frames()
                    .toString());
            assertEquals(0, readers.failed());
        }
    }

    @Test
    void countsWhoseServerEndsTheConnection() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                StreamReaders readers = new StreamReaders(
                        List.of(URI.create("http://127.0.0.1:" + server.getLocalPort() + "/")), clock)) {
            server.accept().close();
            await(() -> readers.failed() == 1);
            assertEquals(List.of(0L), readers.frames());
        }
    }

    private static void await(BooleanSupplier wanted) throws InterruptedException {
        while (!wanted.getAsBoolean()) {
            TimeUnit.MILLISECONDS.sleep(1); // until JUnit interrupts it
        }
    }
}
