package io.framelog.publisher;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.imageio.ImageIO;

/** A network camera that can be unplugged: Motion JPEG over HTTP, ten pictures a second. */
final class MotionJpegCamera implements AutoCloseable {
    private final byte[] jpeg;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;
    private volatile boolean plugged = true;

    /** Starts to serve on a free port. */
    public MotionJpegCamera() throws IOException {
        ByteArrayOutputStream encoded = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg", encoded);
        jpeg = encoded.toByteArray();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** The URL, with a user and a password. */
    public String url() {
        return "http://user:secret@127.0.0.1:" + server.getAddress().getPort() + "/live";
    }

    /** Ends all connections and refuses new ones. */
    public void unplug() {
        plugged = false;
    }

    /** Serves again. */
    public void plugIn() {
        plugged = true;
    }

    private void serve(HttpExchange exchange) throws IOException {
        if (!plugged) {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", "multipart/x-mixed-replace; boundary=part");
        exchange.sendResponseHeaders(200, 0);
        try (exchange;
                OutputStream body = exchange.getResponseBody()) {
            while (plugged) {
                body.write(("--part\r\nContent-Type: image/jpeg\r\nContent-Length: " + jpeg.length + "\r\n\r\n")
                        .getBytes(US_ASCII));
                body.write(jpeg);
                body.write("\r\n".getBytes(US_ASCII));
                body.flush();
                TimeUnit.MILLISECONDS.sleep(100);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        unplug();
        server.stop(0);
        threads.shutdownNow();
    }
}
