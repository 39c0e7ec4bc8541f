package io.framelog.benchmarks.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.benchmarks.load.WallClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A network camera: Motion JPEG over HTTP on 127.0.0.1, at an even rate, for up to {@value #MOST_CLIENTS} clients. Each picture
 * is stamped when it is sent. One that a client has no room for in its time is left out.
 */
public final class HttpCamera implements AutoCloseable {
    /** How many it serves at a time. */
    public static final int MOST_CLIENTS = 8;

    private static final String HEAD =
            "HTTP/1.0 200 OK\r\nCache-Control: no-store\r\nContent-Type: multipart/x-mixed-replace;boundary=camera\r\n\r\n";

    private final ServerSocket listener;
    private final List<byte[]> pictures;
    private final long interval;
    private final WallClock clock;
    private final Semaphore places = new Semaphore(MOST_CLIENTS);
    private volatile boolean closed;

    /**
     * Begins to listen.
     *
     * @param pictures JPEGs, shown one after the other, again and again
     * @param clock what the stamps are of
     */
    public HttpCamera(List<byte[]> pictures, int framesPerSecond, WallClock clock) throws IOException {
        this.pictures = List.copyOf(pictures);
        this.interval = TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
        this.clock = clock;
        listener = new ServerSocket(0, MOST_CLIENTS, InetAddress.getLoopbackAddress());
        daemon("camera", this::accept);
    }

    /** Where it is. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!closed) {
            try {
                places.acquireUninterruptibly();
                Socket client = listener.accept();
                daemon("camera's client", () -> serve(client));
            } catch (IOException e) {
                places.release(); // closed; or a client that has gone already
            }
        }
    }

    private void serve(Socket client) {
        List<StampedPart> parts = pictures.stream().map(StampedPart::new).toList();
        try (client;
                OutputStream out = client.getOutputStream()) {
            client.setTcpNoDelay(true);
            out.write((HEAD + StampedPart.DELIMITER).getBytes(US_ASCII));
            long begin = System.nanoTime();
            long sequence = 0;
            while (!closed) {
                long left = begin + sequence * interval - System.nanoTime();
                if (left > 0) {
                    LockSupport.parkNanos(left);
                    continue;
                }
                if (left > -interval) {
                    out.write(parts.get((int) (sequence % parts.size())).stamped(clock.nanos(), sequence));
                }
                sequence++;
            }
        } catch (IOException e) {
            // The client has gone.
        } finally {
            places.release();
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
    }
}
