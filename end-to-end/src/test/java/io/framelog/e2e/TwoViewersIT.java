package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import java.nio.file.Path;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two viewers behind real proxies with the configurations of {@code deploy}; one viewer is killed. */
@ExtendWith(KafkaExtension.class)
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reads ignore interrupts
class TwoViewersIT {
    private final HttpClient http;
    private final TlsFiles tls;
    private final Services services;
    private final Path folder;

    TwoViewersIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        this.folder = folder;
        TestAuthority authority = new TestAuthority(folder);
        tls = authority.issue("proxy", "EC");
        http = HttpClient.newBuilder().sslContext(authority.client()).build();
        services = new Services(kafka.bootstrapServer(), kafka.uniqueName("two"));
    }

    @ParameterizedTest
    @EnumSource
    void whatAKilledViewerServedTheOtherOneGoesOnWith(ReverseProxy.Program program) throws Exception {
        program.assumeInstalled();
        try (services) {
            ServiceProcess first = services.start("viewer", "--port", "0");
            int firstPort = port(first);
            int secondPort = port(services.start("viewer", "--port", "0"));
            services.publisher("--test-pattern", "--stream", "front");
            for (int port : new int[] {firstPort, secondPort}) {
                URI streams = URI.create("http://127.0.0.1:" + port + "/streams");
                Await.until("it is live at both", () -> text(streams).contains("\"state\":\"live\""));
            }
            try (DeployedProxy proxy = new DeployedProxy(program, folder, firstPort, secondPort, tls)) {
                URI viewers = proxy.viewers();
                watch(viewers);
                String id = lastEventId(viewers);

                first.signal("KILL");
                first.awaitExit();

                // Some of the requests are tried at the killed one first.
                for (int i = 0; i < 4; i++) {
                    watch(viewers);
                }
                try (InputStream events = open(viewers.resolve("events?lastEventId=" + id))) {
                    Lines.next(events, "event: status");
                }
            }
        }
    }

    /** Everything that a person sees through the proxy. */
    private void watch(URI viewers) throws Exception {
        assertEquals("Framelog", text(viewers).replaceFirst("(?s).*<title>([^<]*)</title>.*", "$1"));
        try (InputStream live = open(viewers.resolve("streams/front.mjpeg"))) {
            Lines.next(live, "X-Framelog-Position: ");
        }
        try (InputStream past = open(viewers.resolve("streams/front.mjpeg?from=earliest"))) {
            Lines.next(past, "X-Framelog-Position: ");
        }
        Window window = new Window();
        WebSocket socket = http.newWebSocketBuilder()
                .buildAsync(URI.create(viewers.toString().replaceFirst("https", "wss") + "ws"), window)
                .get(20, TimeUnit.SECONDS);
        socket.sendText("{\"watch\":[{\"id\":1,\"stream\":\"front\"}]}", true).get(20, TimeUnit.SECONDS);
        assertEquals(1, window.frames.poll(20, TimeUnit.SECONDS), "the version of a frame's header");
        socket.abort();
    }

    private String lastEventId(URI viewers) throws Exception {
        try (InputStream events = open(viewers.resolve("events?since=-1m"))) {
            return Lines.next(events, "id: ").substring(4);
        }
    }

    private static int port(ServiceProcess viewer) throws InterruptedException {
        return Integer.parseInt(
                viewer.awaitLine("http://127\\.0\\.0\\.1:(\\d+)/").group(1));
    }

    private String text(URI address) throws Exception {
        return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString())
                .body();
    }

    private InputStream open(URI address) throws Exception {
        HttpResponse<InputStream> answer =
                http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
        assertEquals(200, answer.statusCode(), address.toString());
        return new BufferedInputStream(answer.body());
    }

    /** Keeps the first byte of each frame. */
    private static final class Window implements WebSocket.Listener {
        private final BlockingQueue<Integer> frames = new LinkedBlockingQueue<>();
        private boolean within;

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            if (!within) {
                frames.add((int) data.get(0));
            }
            within = !last;
            webSocket.request(1);
            return null;
        }
    }
}
