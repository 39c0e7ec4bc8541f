package io.framelog.viewer.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Http2Client;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.TestAuthority;
import io.framelog.viewer.testing.TestServer;
import io.framelog.viewer.tls.Tls;
import io.framelog.viewer.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** A server with TLS for each test, and its clients of HTTP/2. */
@Timeout(60)
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // creating keys is slow
abstract class Http2Server {
    static final String LIVE = "/streams/camera.mjpeg";

    private final Random random = new Random(1);
    private final TlsFiles files;
    private final SSLContext trusting;
    TestServer server;

    Http2Server(Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        files = authority.issue("present", "EC");
        trusting = authority.client();
    }

    @BeforeEach
    void start() throws Exception {
        server = new TestServer(tls());
    }

    @AfterEach
    void losesNoMemory() {
        server.close();
    }

    final Tls tls() throws Exception {
        return new Tls(files, Tls.CHECK_INTERVAL);
    }

    /** What knows the server's certificate. */
    final SSLContext trusting() {
        return trusting;
    }

    final Http2Client open() throws IOException {
        return new Http2Client(trusting, server.port(), 0);
    }

    /** Requests live video, and waits until it has begun. Returns its stream. */
    final int watch(Http2Client client) throws IOException {
        int before = server.streams.viewers();
        int stream = client.get(LIVE);
        awaitViewers(before + 1);
        client.await("the preamble", () -> text(client, stream).startsWith("--framelog"));
        return stream;
    }

    static String text(Http2Client client, int stream) {
        return new String(client.answer(stream).body(), UTF_8);
    }

    final void awaitViewers(int count) {
        Await.until(() -> server.streams.viewers() + " viewers, not " + count, () -> server.streams.viewers() == count);
    }

    /** A JPEG's first bytes, followed by bytes that do not repeat. */
    final byte[] noise(int length) {
        byte[] image = new byte[length];
        random.nextBytes(image);
        System.arraycopy(Images.jpegOfLength(300, 1), 0, image, 0, 300);
        return image;
    }
}
