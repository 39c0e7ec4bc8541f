package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A receiver of webhooks, which answers as the test wants. */
public final class WebhookServer implements AutoCloseable {
    /** The answer that never comes. */
    public static final Answer HANG = new Answer(0, "", "");
    /** The usual answer. */
    public static final Answer OK = new Answer(200, "", "");

    /** A request, with the time of its arrival. */
    public record Request(String method, String path, Headers headers, String body, long nanos) {
        /** A header's value; empty if it is missing. */
        public String header(String name) {
            String value = headers.getFirst(name);
            return value == null ? "" : value;
        }
    }

    /**
     * An answer.
     *
     * @param retryAfter a header's value; empty for none
     */
    public record Answer(int status, String body, String retryAfter) {
        /** An answer with a status only. */
        public static Answer of(int status) {
            return new Answer(status, "", "");
        }
    }

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final List<Request> taken = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Answers all with 200. */
    public WebhookServer() throws IOException {
        this(0, request -> OK);
    }

    /**
     * Starts to listen.
     *
     * @param port 0 for any free one
     */
    public WebhookServer(int port, Function<Request, Answer> answers) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> answer(exchange, answers));
        server.start();
    }

    private void answer(HttpExchange exchange, Function<Request, Answer> answers) throws IOException {
        Request request = new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                exchange.getRequestHeaders(),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8),
                System.nanoTime());
        requests.add(request);
        Answer answer = answers.apply(request);
        if (answer.equals(HANG)) {
            try {
                closed.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
            return;
        }
        if (answer.status() < 300) {
            taken.add(request);
        }
        if (!answer.retryAfter().isEmpty()) {
            exchange.getResponseHeaders().set("Retry-After", answer.retryAfter());
        }
        byte[] body = answer.body().getBytes(UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    /** Its address with a path. */
    public String url(String path) {
        return "http://127.0.0.1:" + port() + path;
    }

    /** Its port. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** All requests. */
    public List<Request> requests() {
        return requests;
    }

    /** The requests that were answered with success. */
    public List<Request> taken() {
        return taken;
    }

    /** The ids of the events in the requests that were answered with success. */
    public List<String> ids() {
        return taken.stream().map(request -> request.header("Idempotency-Key")).toList();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
