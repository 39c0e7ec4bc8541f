package io.framelog.viewer.live;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.TestServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sending a frame to one more viewer, over a real connection, allocates no memory. */
@Timeout(60)
class FanOutAllocationTest {
    private static final int FEW = 10;
    private static final int MANY = 60;
    private static final int WARM_UP = 100;
    private static final int FRAMES = 400;
    /** In bytes. The smallest object has 16, so one object in 16 writes would exceed it. The rest is the clock's. */
    private static final double TOLERANCE = 1;

    private final TestServer server = new TestServer();
    private final List<MjpegClient> clients = new ArrayList<>();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @AfterEach
    void close() throws IOException {
        for (MjpegClient client : clients) {
            client.close();
        }
        server.close();
    }

    @Test
    void nothingIsAllocatedPerFrameAndViewer() throws IOException {
        watch(MANY);
        show(WARM_UP);
        long many = allocatedWhileShowing();
        leave(MANY - FEW);
        show(WARM_UP);
        long few = allocatedWhileShowing();

        assertTrue(few > 0, "the thread's allocations are measured");
        double each = (double) (many - few) / FRAMES / (MANY - FEW);
        assertEquals(0, each, TOLERANCE, () -> many + " bytes for " + MANY + " viewers, " + few + " for " + FEW);
    }

    private long allocatedWhileShowing() throws IOException {
        long before = threads.getThreadAllocatedBytes(fanOutThread());
        show(FRAMES);
        return threads.getThreadAllocatedBytes(fanOutThread()) - before;
    }

    private void show(int frames) throws IOException {
        for (int number = 0; number < frames; number++) {
            server.arrives(CAMERA, Images.jpegOfLength(5_000, number));
            for (MjpegClient client : clients) {
                while (client.next().image()[4_999] != (byte) number) {
                    // the last one again: much time passed for the fan-out when others left
                }
            }
        }
    }

    private void watch(int count) throws IOException {
        for (int i = 0; i < count; i++) {
            MjpegClient client = MjpegClient.open(server.port(), "/streams/camera.mjpeg");
            client.preamble();
            clients.add(client);
        }
        Await.until("all watch", () -> server.streams.viewers() == count);
    }

    private void leave(int count) throws IOException {
        int left = clients.size() - count;
        for (int i = 0; i < count; i++) {
            clients.remove(clients.size() - 1).close();
        }
        Await.until("they are gone", () -> {
            server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos());
            return server.streams.viewers() == left;
        });
    }

    private static long fanOutThread() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("fan-out") && thread.isAlive())
                .mapToLong(Thread::getId)
                .max()
                .orElseThrow();
    }
}
