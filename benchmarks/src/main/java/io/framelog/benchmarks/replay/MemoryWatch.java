package io.framelog.benchmarks.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.benchmarks.process.Usage;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLConnection;
import java.util.concurrent.TimeUnit;

/** Looks again and again at how much memory a viewer takes, until it is closed. */
final class MemoryWatch implements AutoCloseable {
    private static final int LOOK_MILLIS = 50;
    /** The heap is asked for less often: each answer costs the viewer some of it. */
    private static final int LOOKS_PER_HEAP = 5;

    private static final int TIMEOUT_MILLIS = 5000;

    private final ProcessHandle process;
    private final URI metrics;
    private final Thread thread = new Thread(this::run, "memory");
    private volatile boolean closed;
    private volatile double peakResident;
    private volatile double peakHeap;

    /** @param metrics the address of the viewer's figures */
    MemoryWatch(ProcessHandle process, URI metrics) {
        this.process = process;
        this.metrics = metrics;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            for (long look = 0; !closed; look++) {
                look(look % LOOKS_PER_HEAP == 0);
                TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
            }
            look(true);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void look(boolean atHeapToo) {
        peakResident = Math.max(peakResident, Usage.residentMegabytes(process));
        if (atHeapToo) {
            peakHeap = Math.max(peakHeap, heap());
        }
    }

    private double heap() {
        try {
            URLConnection connection = metrics.toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            try (InputStream answer = connection.getInputStream()) {
                return heapMegabytes(new String(answer.readAllBytes(), UTF_8));
            }
        } catch (IOException e) {
            return 0; // the next look may succeed
        }
    }

    /** The heap in use by the viewer's figures, in MB; 0 where they do not tell. */
    static double heapMegabytes(String figures) {
        return figures.lines()
                .filter(line -> line.startsWith("jvm_memory_used_bytes{") && line.contains("area=\"heap\""))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)) / 1e6)
                .sum();
    }

    /** The most memory the process has had, in MB (10^6 bytes); NaN where the system does not tell. */
    double peakResident() {
        return peakResident;
    }

    /** The most heap it has had in use, in MB. */
    double peakHeap() {
        return peakHeap;
    }

    /** Looks a last time. */
    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
