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

/** A server with TLS and its clients of HTTP/2. */
final class Http2Fixture {
    static final String LIVE = "/streams/camera.mjpeg";

    private final Random random = new Random(1);
    private final TlsFiles files;
    private final SSLContext trusting;

    Http2Fixture(Path folder) throws Exception {
        TestAuthority authority = new TestAuthority(folder);
        files = authority.issue("present", "EC");
        trusting = authority.client();
    }

    Tls tls() throws Exception {
        return new Tls(files, Tls.CHECK_INTERVAL);
    }

    /** What knows the server's certificate. */
    SSLContext trusting() {
        return trusting;
    }

    TestServer start() throws Exception {
        return new TestServer(tls());
    }

    Http2Client open(TestServer server) throws IOException {
        return new Http2Client(trusting, server.port(), 0);
    }

    /** Requests live video, and waits until it has begun. Returns its stream. */
    int watch(TestServer server, Http2Client client) throws IOException {
        int before = server.streams.viewers();
        int stream = client.get(LIVE);
        awaitViewers(server, before + 1);
        client.await("the preamble", () -> text(client, stream).startsWith("--framelog"));
        return stream;
    }

    static String text(Http2Client client, int stream) {
        return new String(client.answer(stream).body(), UTF_8);
    }

    static void awaitViewers(TestServer server, int count) {
        Await.until(() -> server.streams.viewers() + " viewers, not " + count, () -> server.streams.viewers() == count);
    }

    /** A JPEG's first bytes, followed by bytes that do not repeat. */
    byte[] noise(int length) {
        byte[] image = new byte[length];
        random.nextBytes(image);
        System.arraycopy(Images.jpegOfLength(300, 1), 0, image, 0, 300);
        return image;
    }
}
