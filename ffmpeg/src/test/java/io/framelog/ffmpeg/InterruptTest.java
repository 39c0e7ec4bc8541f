package io.framelog.ffmpeg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.bytedeco.ffmpeg.global.avutil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class InterruptTest {
    /** More than JavaCPP has callbacks for. */
    private static final int INPUTS = 12;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @Test
    void endsTheWaitsOfManyInputs() throws Exception {
        List<Interrupt> interrupts = new ArrayList<>();
        try (ServerSocket silent = new ServerSocket(0, INPUTS, InetAddress.getLoopbackAddress())) {
            String url = "tcp://127.0.0.1:" + silent.getLocalPort();
            List<CompletableFuture<Integer>> results = new ArrayList<>();
            for (int i = 0; i < INPUTS; i++) {
                Interrupt interrupt = new Interrupt();
                interrupts.add(interrupt);
                results.add(CompletableFuture.supplyAsync(() -> open(url, interrupt), threads));
                silent.accept();
            }
            interrupts.subList(0, INPUTS - 1).forEach(Interrupt::trip);
            for (CompletableFuture<Integer> result : results.subList(0, INPUTS - 1)) {
                assertEquals(avutil.AVERROR_EXIT(), result.get());
            }
            assertTrue(!results.get(INPUTS - 1).isDone(), "another one's interrupt");
            interrupts.get(INPUTS - 1).allow(Duration.ZERO);
            assertEquals(avutil.AVERROR_EXIT(), results.get(INPUTS - 1).get());
        } finally {
            interrupts.forEach(Interrupt::trip);
            threads.shutdown();
        }
    }

    @Test
    void cannotBeGivenTimeAfterItIsTripped() {
        Interrupt interrupt = new Interrupt();
        interrupt.trip();
        interrupt.allow(Duration.ofHours(1));
        assertTrue(interrupt.isTripped());
        assertEquals(avutil.AVERROR_EXIT(), open("tcp://127.0.0.1:9", interrupt));
    }

    private static int open(String url, Interrupt interrupt) {
        return assertThrows(
                        FFmpegException.class,
                        () -> Input.open(new Input.Address(url, "mpegts", Map.of(), false), interrupt))
                .code();
    }
}
