package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.tls.TlsFiles;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Connections to a stream that has no more frames outlive the minute after which proxies end silent ones. */
@ExtendWith(KafkaExtension.class)
@Timeout(value = 240, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reads ignore interrupts
class IdleStreamsBehindProxiesIT {
    /** Longer than the proxies of {@code deploy} wait for a silent viewer. */
    private static final Duration IDLE = Duration.ofSeconds(65);

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<AutoCloseable> proxies = new ArrayList<>();
    private final TestAuthority authority;
    private final TlsFiles tls;
    private final Services services;
    private final Path folder;

    IdleStreamsBehindProxiesIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        this.folder = folder;
        authority = new TestAuthority(folder);
        tls = authority.issue("proxy", "EC");
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("idle"));
    }

    @Test
    void everyKindOfConnectionOutlivesAMinuteWithoutFrames() throws Exception {
        for (ReverseProxy.Program program : ReverseProxy.Program.values()) {
            program.assumeInstalled();
        }
        try (services) {
            int first = services.viewer();
            int second = services.viewer();
            ServiceProcess publisher = services.publisher("--test-pattern", "--stream", "front");
            for (int port : new int[] {first, second}) {
                Await.until("it is live at both", () -> services.get("http://127.0.0.1:" + port + "/streams")
                        .contains("\"state\":\"live\""));
            }
            publisher.signal("TERM");
            publisher.awaitExit();
            List<Future<?>> connections = new ArrayList<>();
            for (ReverseProxy.Program program : ReverseProxy.Program.values()) {
                Path files = Files.createDirectory(folder.resolve(program.name()));
                DeployedProxy proxy = new DeployedProxy(program, files, first, second, tls);
                proxies.add(proxy);
                connections.add(start(() -> read(program, proxy.viewers().resolve("streams/front.mjpeg"))));
                connections.add(start(() -> read(program, proxy.viewers().resolve("events"))));
                connections.add(start(() -> listen(program, proxy.viewers())));
            }
            for (Future<?> connection : connections) {
                connection.get(IDLE.toSeconds() + 60, TimeUnit.SECONDS);
            }
        } finally {
            for (AutoCloseable proxy : proxies) {
                proxy.close();
            }
            threads.shutdownNow();
        }
    }

    private Future<?> start(Callable<Long> connection) {
        return threads.submit(connection);
    }

    /** Each has a connection of its own to the proxy, so that none keeps another one awake. */
    private HttpClient client() throws Exception {
        return HttpClient.newBuilder().sslContext(authority.client()).build();
    }

    /** Reads until something comes after the time. */
    private long read(ReverseProxy.Program program, URI address) throws Exception {
        HttpResponse<InputStream> answer =
                client().send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode(), address.toString());
        long begin = System.nanoTime();
        try (InputStream body = new BufferedInputStream(answer.body())) {
            while (System.nanoTime() - begin < IDLE.toNanos()) {
                assertTrue(
                        body.read() >= 0,
                        () -> program + " has ended " + address + " after "
                                + Duration.ofNanos(System.nanoTime() - begin));
            }
        }
        return System.nanoTime() - begin;
    }

    private long listen(ReverseProxy.Program program, URI viewers) throws Exception {
        Window window = new Window();
        URI address = URI.create(viewers.toString().replaceFirst("https", "wss") + "ws");
        WebSocket socket =
                client().newWebSocketBuilder().buildAsync(address, window).get(20, TimeUnit.SECONDS);
        socket.sendText("{\"watch\":[{\"id\":1,\"stream\":\"front\"}]}", true).get(20, TimeUnit.SECONDS);
        long begin = System.nanoTime();
        while (System.nanoTime() - begin < IDLE.toNanos()) {
            assertTrue(
                    window.awaitNext(),
                    () -> program + " has ended " + address + " after " + Duration.ofNanos(System.nanoTime() - begin));
        }
        socket.abort();
        return System.nanoTime() - begin;
    }

    /** Counts what it is sent. */
    private static final class Window implements WebSocket.Listener {
        private long count;
        private long seen;
        private boolean ended;

        /** Waits for the next message; false if there will be none. */
        synchronized boolean awaitNext() throws InterruptedException {
            while (count == seen && !ended) {
                wait();
            }
            seen = count;
            return !ended;
        }

        private synchronized @Nullable CompletionStage<?> next(WebSocket socket, boolean end) {
            count++;
            ended |= end;
            notifyAll();
            socket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
            return next(socket, false);
        }

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket socket, ByteBuffer data, boolean last) {
            return next(socket, false);
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
            return next(socket, true);
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            next(socket, true);
        }
    }
}
