package io.framelog.benchmarks.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.benchmarks.load.WallClock;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A network camera on 127.0.0.1: Motion JPEG over HTTP at a steady rate, for up to {@value #MOST_CLIENTS} clients. It
 * stamps each picture when it sends it, and skips a picture that a client is too slow for. Its threads are daemons.
 */
public final class HttpCamera implements AutoCloseable {
    /** How many clients it serves at a time. */
    public static final int MOST_CLIENTS = 8;

    private static final String DELIMITER = "--camera\r\n";
    private static final String HEAD = "HTTP/1.0 200 OK\r\nCache-Control: no-store\r\n"
            + "Content-Type: multipart/x-mixed-replace;boundary=camera\r\n\r\n" + DELIMITER;
    private static final byte[] END = ("\r\n" + DELIMITER).getBytes(US_ASCII);

    private final ServerSocket listener;
    private final List<byte[]> pictures;
    private final long interval;
    private final WallClock clock;
    private final ExecutorService threads = Executors.newFixedThreadPool(1 + MOST_CLIENTS, HttpCamera::daemon);
    private volatile boolean closed;

    /**
     * Begins to listen.
     *
     * @param pictures JPEGs, shown one after the other, again and again
     * @param clock the clock of the stamps
     */
    public HttpCamera(List<byte[]> pictures, int framesPerSecond, WallClock clock) throws IOException {
        this.pictures = List.copyOf(pictures);
        this.interval = TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
        this.clock = clock;
        listener = new ServerSocket(0, MOST_CLIENTS, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** The address of its stream. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(work, "camera");
        thread.setDaemon(true);
        return thread;
    }

    private void accept() {
        while (!closed) {
            try {
                Socket client = listener.accept();
                threads.execute(() -> serve(client));
            } catch (IOException e) {
                // The camera is closed, or the client has already gone.
            }
        }
    }

    private void serve(Socket client) {
        try (client;
                OutputStream out = client.getOutputStream()) {
            client.setTcpNoDelay(true);
            out.write(HEAD.getBytes(US_ASCII));
            long begin = System.nanoTime();
            for (long sequence = 0; !closed; sequence++) {
                long due = begin + sequence * interval;
                for (long left; (left = due - System.nanoTime()) > 0; ) {
                    LockSupport.parkNanos(left);
                }
                if (System.nanoTime() - due < interval) {
                    out.write(part(pictures.get((int) (sequence % pictures.size())), clock.nanos(), sequence));
                }
            }
        } catch (IOException e) {
            // The client has gone.
        }
    }

    /** A part whose JPEG has a comment in front: {@code FRAMELOG 1790000000000000000 0000000042}. */
    private static byte[] part(byte[] jpeg, long nanos, long sequence) {
        byte[] stamp = String.format(Locale.ROOT, "FRAMELOG %019d %010d", nanos, sequence)
                .getBytes(US_ASCII);
        byte[] head = ("Content-Type: image/jpeg\r\nContent-Length: " + (jpeg.length + 4 + stamp.length) + "\r\n\r\n")
                .getBytes(US_ASCII);
        return ByteBuffer.allocate(head.length + jpeg.length + 4 + stamp.length + END.length)
                .put(head)
                .put(jpeg, 0, 2)
                .putShort((short) 0xFFFE)
                .putShort((short) (2 + stamp.length))
                .put(stamp)
                .put(jpeg, 2, jpeg.length - 2)
                .put(END)
                .array();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        listener.close();
        threads.shutdown();
    }
}
