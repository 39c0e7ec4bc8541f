package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.e2e.ReverseProxy.Program;
import io.framelog.event.EventTopic;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.StreamName;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.OrderedProducer;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.ChannelClient;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.Recording;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.tls.TlsFiles;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The viewer behind real proxies with the settings that {@code docs/http.md} shows. */
@ExtendWith(KafkaExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // reads ignore interrupts
class ProxyIT {
    private static final Pattern LINK = Pattern.compile("(?:href=\"|src=\"|from ')((?:page|\\.)/[^\"']+)");
    private static final Duration AT_ONCE = Duration.ofSeconds(5);
    private static final int CLIP_FRAMES = 20;
    private static final int LONG_COOKIE = 30_000;
    /** Browsers open six connections to a host with HTTP/1.1. */
    private static final int MORE_THAN_A_BROWSERS_CONNECTIONS = 7;

    private final HttpClient http;
    private final byte[] image = Images.jpeg(64, 48);
    private final Services services;
    private final Recording recording;
    private final EventTopic eventTopic;
    private final KafkaProducer<byte[], byte[]> events;
    private final URI direct;
    private final Map<Program, ReverseProxy> proxies = new EnumMap<>(Program.class);
    private final Map<Program, InputStream> silent = new EnumMap<>(Program.class);
    private final String silentFrame;
    private final long silentSince;

    ProxyIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        TlsFiles tls = authority.issue("proxy", "EC");
        http = HttpClient.newBuilder().sslContext(authority.client()).build();
        String topic = kafka.uniqueName("proxies");
        eventTopic = EventTopic.of(topic);
        services = new Services(kafka.bootstrapServer(), topic);
        recording = new Recording(kafka.bootstrapServer(), topic, 1);
        events = new OrderedProducer(kafka.bootstrapServer());
        Instant begin = Instant.now().minusSeconds(60);
        for (int i = 0; i < CLIP_FRAMES; i++) {
            write("front", begin.plusMillis(40L * i));
        }
        // With more streams, an answer with events begins with so much that Caddy would compress it.
        for (String stream : List.of("yard", "gate", "garage")) {
            write(stream, begin);
        }
        silentFrame = write("silent", begin);
        tell(EventType.STARTED);
        int viewer = services.viewer();
        direct = URI.create("http://127.0.0.1:" + viewer + "/");
        for (Program program : Program.values()) {
            if (program.isInstalled()) {
                Path files = Files.createDirectory(folder.resolve(program.name()));
                proxies.put(program, new ReverseProxy(program, files, viewer, tls));
            }
        }
        Await.until("it has the streams", () -> text(direct.resolve("streams")).contains("\"silent\""));
        for (Map.Entry<Program, ReverseProxy> proxy : proxies.entrySet()) {
            InputStream stream = lines(get(proxy.getValue().viewer().resolve("streams/silent.mjpeg")));
            assertEquals(silentFrame, Lines.next(stream, "X-Timestamp: "));
            silent.put(proxy.getKey(), stream);
        }
        silentSince = System.nanoTime();
    }

    @AfterAll
    void endAll() {
        proxies.values().forEach(ReverseProxy::close);
        events.close();
        recording.close();
        services.close();
    }

    @ParameterizedTest
    @EnumSource
    void loadsThePageAndItsFiles(Program program) throws Exception {
        URI viewer = behind(program);
        HttpResponse<String> page = get(viewer, BodyHandlers.ofString(), "Accept-Encoding", "gzip");
        assertEquals("gzip", header(page, "Content-Encoding"), "the proxy compresses");
        HttpResponse<String> bare = get(URI.create(viewer.toString().replaceFirst("/$", "")), BodyHandlers.ofString());
        assertEquals(viewer, viewer.resolve(header(bare, "Location")), "the address without the slash");

        Set<URI> seen = new HashSet<>();
        Deque<URI> open = new ArrayDeque<>(List.of(viewer));
        while (!open.isEmpty()) {
            URI address = open.remove();
            HttpResponse<String> file = get(address, BodyHandlers.ofString());
            assertEquals(200, file.statusCode(), address.toString());
            LINK.matcher(file.body())
                    .results()
                    .map(link -> address.resolve(link.group(1)))
                    .filter(seen::add)
                    .forEach(open::add);
        }
        assertTrue(seen.contains(viewer.resolve("page/main.js")), seen.toString());
        assertTrue(seen.contains(viewer.resolve("page/player.css")), seen.toString());
        assertTrue(seen.contains(viewer.resolve("page/channel.js")), seen.toString());
    }

    @ParameterizedTest
    @EnumSource
    void showsANewPictureAtOnce(Program program) throws Exception {
        try (InputStream stream = compressed(behind(program).resolve("streams/front.mjpeg"))) {
            Lines.next(stream, "X-Timestamp: ");
            Lines.next(stream, "--framelog");

            String written = write("front", Instant.now());

            long begin = System.nanoTime();
            assertEquals(written, Lines.next(stream, "X-Timestamp: "));
            Lines.next(stream, "--framelog");
            assertWithin(AT_ONCE, begin);
        }
    }

    @ParameterizedTest
    @EnumSource
    void showsManyStreamsOverOneConnectionOfHttp2(Program program) throws Exception {
        URI address = installed(proxies, program).encryptedViewer().resolve("streams/front.mjpeg");
        List<InputStream> streams = new ArrayList<>();
        try {
            for (int count = 0; count < MORE_THAN_A_BROWSERS_CONNECTIONS; count++) {
                HttpResponse<InputStream> answer = get(address);
                assertEquals(HttpClient.Version.HTTP_2, answer.version());
                streams.add(lines(answer));
            }

            String written = write("front", Instant.now());

            for (InputStream stream : streams) {
                assertEquals(written, Lines.next(stream, written));
            }
        } finally {
            for (InputStream stream : streams) {
                stream.close();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void tellsAnEventAtOnceAlthoughItCompresses(Program program) throws Exception {
        try (InputStream stream = compressed(behind(program).resolve("events?since=-1m"))) {
            Lines.next(stream, "retry: ");

            String id = tell(EventType.LOST);

            long begin = System.nanoTime();
            Lines.next(stream, id);
            assertWithin(AT_ONCE, begin);
        }
    }

    @ParameterizedTest
    @EnumSource
    void passesTheChannelOn(Program program) throws Exception {
        URI viewer = behind(program);
        for (URI address : List.of(viewer, installed(proxies, program).encryptedViewer())) {
            URI channel = URI.create("ws" + address.toString().substring("http".length()) + "ws");
            String origin = address.getScheme() + "://" + address.getAuthority();
            try (ChannelClient window = ChannelClient.open(http, channel, "Origin", origin)) {
                window.say("{'watch':[{'id':1,'stream':'front'}]}").say("{'list':true}");
                window.next("list");
                window.shot();

                write("front", Instant.now());

                assertArrayEquals(image, window.shot().image());
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void acceptsLongCookies(Program program) throws Exception {
        HttpResponse<String> answer = get(
                behind(program).resolve("streams"), BodyHandlers.ofString(), "Cookie", "id=" + "x".repeat(LONG_COOKIE));

        assertEquals(200, answer.statusCode(), answer.body());
    }

    @ParameterizedTest
    @EnumSource
    void sendsAWholeClip(Program program) throws Exception {
        String clip = "streams/front.mp4?from=0@0&to=0@" + (CLIP_FRAMES - 1);
        HttpResponse<byte[]> answer = get(behind(program).resolve(clip), BodyHandlers.ofByteArray());

        assertEquals(200, answer.statusCode(), new String(answer.body(), ISO_8859_1));
        assertArrayEquals(get(direct.resolve(clip), BodyHandlers.ofByteArray()).body(), answer.body());
    }

    /** Last, because time passes during the other tests. */
    @ParameterizedTest
    @EnumSource
    @Order(Integer.MAX_VALUE)
    void keepsAStreamOpenThatHasNoNewFrames(Program program) throws Exception {
        InputStream stream = installed(silent, program);
        assertEquals(silentFrame, Lines.next(stream, "X-Timestamp: "), "the same frame again");
        Duration timeout = Duration.ofSeconds(ReverseProxy.TIMEOUT_SECONDS).plusMillis(500);
        Await.until("the proxy's timeout is over", () -> System.nanoTime() - silentSince > timeout.toNanos());

        String written = write("silent", Instant.now());

        assertEquals(written, Lines.next(stream, written));
    }

    private URI behind(Program program) {
        return installed(proxies, program).viewer();
    }

    private static <T> T installed(Map<Program, T> all, Program program) {
        program.assumeInstalled();
        return Objects.requireNonNull(all.get(program));
    }

    /** Writes a frame; returns the line of its part that has its time. */
    private String write(String stream, Instant captured) throws Exception {
        long micros = ChronoUnit.MICROS.between(Instant.EPOCH, captured);
        recording.write(0, stream, image, micros);
        recording.flush();
        return String.format(Locale.ROOT, "X-Timestamp: %d.%06d", micros / 1_000_000, micros % 1_000_000);
    }

    /** Writes an event; returns its id. */
    private String tell(EventType type) throws Exception {
        String id = UUID.randomUUID().toString();
        StreamEvent event = new StreamEvent(
                id, type, Instant.now(), new StreamName("front"), "camera 0", "", "", Optional.empty(), Map.of());
        events.send(eventTopic.write(event)).get();
        return id;
    }

    private static void assertWithin(Duration limit, long begin) {
        Duration taken = Duration.ofNanos(System.nanoTime() - begin);
        assertTrue(taken.compareTo(limit) < 0, "it took " + taken);
    }

    /** nginx compresses in spite of {@code no-transform}. */
    private static InputStream lines(HttpResponse<InputStream> answer) throws IOException {
        assertEquals(200, answer.statusCode());
        boolean compressed = header(answer, "Content-Encoding").equals("gzip");
        InputStream body = compressed ? new GZIPInputStream(answer.body()) : answer.body();
        return new BufferedInputStream(body);
    }

    /** An answer that the proxy may compress. */
    private InputStream compressed(URI address) throws Exception {
        return lines(get(address, BodyHandlers.ofInputStream(), "Accept-Encoding", "gzip"));
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    private String text(URI address) throws Exception {
        return get(address, BodyHandlers.ofString()).body();
    }

    private HttpResponse<InputStream> get(URI address) throws Exception {
        return get(address, BodyHandlers.ofInputStream());
    }

    private <T> HttpResponse<T> get(URI address, BodyHandler<T> body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), body);
    }
}
