package io.framelog.viewer.http;

import static io.framelog.viewer.testing.TestServer.CAMERA;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.testing.TestServer;
import io.framelog.viewer.tls.Tls;
import io.framelog.viewer.tls.TlsFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The server over TLS, with real clients. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // creating keys is slow
class HttpsTest {
    private static final String PATH = "/streams/camera.mjpeg";
    private static final String NEWEST = "TLSv1.3";
    private static final int MANY = 20;
    private static final int LARGE = 2 << 20;
    private static final Duration LOOK_AFTER = Duration.ofMillis(20);

    private final Random random = new Random(1);
    private final TestAuthority authority;
    private final TlsFiles issued;
    private final SSLContext trusting;
    private TlsFiles files;
    private TestServer server;

    HttpsTest(@TempDir Path folder) throws Exception {
        authority = new TestAuthority(folder);
        issued = authority.issue("present", "EC");
        trusting = authority.client();
    }

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        files = TestAuthority.copy(issued, folder);
        server = new TestServer(new Tls(files, LOOK_AFTER));
    }

    @AfterEach
    void losesNoMemory() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void sendsFramesAsTheyAre(String version) throws IOException {
        try (MjpegClient client = watch(version)) {
            assertEquals("--framelog", client.preamble());
            for (int length : List.of(300, 5_000, 16_384, 70_000, 900_000, 1_000)) {
                byte[] image = noise(length);
                server.arrives(CAMERA, image);
                assertArrayEquals(image, client.next().image());
            }
        }
    }

    @Test
    void offersNoCipherBlockChaining() throws IOException {
        try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket("localhost", server.port())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(Arrays.stream(socket.getSupportedCipherSuites())
                    .filter(suite -> suite.contains("_CBC_"))
                    .toArray(String[]::new));
            assertThrows(IOException.class, socket::startHandshake);
        }
    }

    @Test
    void tellsBrowsersToStayEncrypted() throws Exception {
        HttpResponse<Void> answer = HttpClient.newBuilder()
                .sslContext(trusting)
                .build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + "/streams"))
                                .build(),
                        BodyHandlers.discarding());
        assertEquals(
                "max-age=2592000",
                answer.headers().firstValue("Strict-Transport-Security").orElse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1", "TLSv1.1"})
    void refusesWhatIsOlder(String version) {
        assertThrows(IOException.class, () -> watch(version));
    }

    @Test
    void aSlowClientGetsTheNewestFrameWhenItCanTakeOne() throws IOException {
        byte[] first = noise(LARGE);
        byte[] last = noise(LARGE);
        try (MjpegClient slow = MjpegClient.openTlsWithSmallBuffer(trusting, server.port(), PATH)) {
            awaitViewers(1);
            slow.preamble();
            server.arrives(CAMERA, first);
            Await.until("the first frame is begun", () -> server.counters.sent() == 1);
            for (byte[] image : List.of(noise(LARGE), noise(LARGE), last)) {
                long skipped = server.counters.skippedBusyCount();
                server.arrives(CAMERA, image);
                Await.until("it skips a frame", () -> server.counters.skippedBusyCount() > skipped);
            }
            assertEquals(2, server.pool.partsInUse(), "the one being sent, and the newest");

            assertArrayEquals(first, slow.next().image());
            assertArrayEquals(last, slow.next().image());
        }
    }

    @Test
    void givesManyClientsEveryFrame() throws IOException {
        List<MjpegClient> clients = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            clients.add(watch(NEWEST));
        }
        for (MjpegClient client : clients) {
            client.preamble();
        }
        for (int number = 1; number <= 10; number++) {
            byte[] image = noise(40_000);
            server.arrives(CAMERA, image);
            for (MjpegClient client : clients) {
                assertArrayEquals(image, client.next().image());
            }
        }
        assertEquals(1, server.pool.partsInUse(), "all clients share one frame in memory");
        for (MjpegClient client : clients) {
            client.close();
        }
        awaitViewers(0);
    }

    @Test
    void endsAClientThatTakesNothingAndNobodyElse() throws IOException {
        try (MjpegClient normal = watch(NEWEST);
                MjpegClient stalled = MjpegClient.openTlsWithSmallBuffer(trusting, server.port(), PATH)) {
            awaitViewers(2);
            normal.preamble();
            byte[] image = noise(LARGE);
            server.arrives(CAMERA, image);
            assertArrayEquals(image, normal.next().image());
            server.arrives(CAMERA, image);
            assertArrayEquals(image, normal.next().image());
            Await.until("the other client stalls", () -> server.counters.skippedBusyCount() == 1);

            Await.until("it is disconnected", () -> {
                server.nanos.addAndGet(TestServer.STALL_LIMIT.toNanos() / 4);
                return server.counters.stalledCount() == 1;
            });

            awaitViewers(1);
            assertThrows(IOException.class, stalled::awaitEnd, "reset, so that the kernel frees its memory");
            server.arrives(CAMERA, noise(1_000));
            normal.next();
            Await.until("its frame is released", () -> server.pool.partsInUse() == 1);
        }
    }

    @Test
    void noticesThatAClientIsGoneAlsoWhereNoFrameComes() throws IOException {
        MjpegClient client = watch(NEWEST);
        assertEquals(1, server.streams.viewers(CAMERA));

        client.close();

        awaitViewers(0);
    }

    @Test
    void endsItsClientsInOrderWhenItStops() throws IOException {
        try (MjpegClient client = watch(NEWEST)) {
            client.preamble();
            server.close();
            client.awaitEnd();
        }
    }

    @Test
    void answersAllElseAsWell() throws Exception {
        byte[] image = noise(900_000);
        HttpClient client = HttpClient.newBuilder().sslContext(trusting).build();
        try (MjpegClient watching = watch(NEWEST)) {
            watching.preamble();
            server.arrives(CAMERA, image);
            watching.next();

            HttpResponse<byte[]> page = client.send(server.request("/").build(), BodyHandlers.ofByteArray());
            assertEquals(200, page.statusCode());
            assertTrue(page.body().length > 0);
            HttpResponse<byte[]> snapshot =
                    client.send(server.request("/streams/camera.jpg").build(), BodyHandlers.ofByteArray());
            assertEquals(200, snapshot.statusCode());
            assertArrayEquals(image, snapshot.body());
        }
        Await.until("none is being sent", () -> server.metric("framelog_viewer_snapshots") == 0);
    }

    @Test
    void answersUnderNamesThatTheCertificateDoesNotHave() throws IOException {
        try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port());
                SSLSocket other =
                        (SSLSocket) trusting.getSocketFactory().createSocket(plain, "other.example", 1, true)) {
            other.getOutputStream()
                    .write("GET /healthz HTTP/1.1\r\nHost: other.example\r\nConnection: close\r\n\r\n"
                            .getBytes(ISO_8859_1));
            String answer = new String(other.getInputStream().readAllBytes(), ISO_8859_1);
            assertTrue(answer.startsWith("HTTP/1.1 200"), answer);
        }
    }

    @Test
    void clientsThatDoNotEncryptAreEndedAndHarmNobody() throws IOException {
        try (MjpegClient client = watch(NEWEST)) {
            client.preamble();
            try (Socket plain = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                plain.getOutputStream().write("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(ISO_8859_1));
                String answer = new String(plain.getInputStream().readAllBytes(), ISO_8859_1);
                assertTrue(!answer.contains("HTTP"), answer);
            }
            byte[] image = noise(5_000);
            server.arrives(CAMERA, image);
            assertArrayEquals(image, client.next().image());
        }
    }

    @Test
    void takesARenewedCertificateForNewConnectionsAndKeepsPresentOnes() throws Exception {
        try (MjpegClient before = watch(NEWEST)) {
            before.preamble();
            assertEquals(authority.certificate("present"), shown());

            String said = saidUntil("stays in use", () -> Files.writeString(files.certificate(), "no certificate"));
            assertTrue(said.contains(files.certificate() + " is not a certificate"), said);
            assertEquals(authority.certificate("present"), shown());

            TlsFiles renewed = authority.issue("renewed", "RSA");
            TestAuthority.copy(renewed, files);
            Await.until("it is shown", () -> authority.certificate("renewed").equals(shown()));

            byte[] image = noise(5_000);
            server.arrives(CAMERA, image);
            assertArrayEquals(image, before.next().image());
        }
    }

    private MjpegClient watch(String version) throws IOException {
        int before = server.streams.viewers();
        MjpegClient client = MjpegClient.openTls(trusting, version, server.port(), PATH);
        awaitViewers(before + 1);
        return client;
    }

    /** The log while an action runs, up to a text. */
    private static String saidUntil(String word, Callable<?> deed) throws Exception {
        PrintStream standardError = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, UTF_8));
        try {
            deed.call();
            Await.until(word, () -> said.toString(UTF_8).contains(word));
            return said.toString(UTF_8);
        } finally {
            System.setErr(standardError);
        }
    }

    /** The certificate that the server presents to a new connection. */
    private Certificate shown() throws IOException {
        try (SSLSocket socket =
                (SSLSocket) trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.startHandshake();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private void awaitViewers(int count) {
        Await.until(() -> server.streams.viewers() + " viewers, not " + count, () -> server.streams.viewers() == count);
    }

    /** A JPEG's first bytes, followed by bytes that do not repeat. */
    private byte[] noise(int length) {
        byte[] image = new byte[length];
        random.nextBytes(image);
        System.arraycopy(Images.jpegOfLength(300, 1), 0, image, 0, 300);
        return image;
    }
}
