package io.framelog.publisher.mjpeg;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.http.HttpClient;
import io.framelog.publisher.http.HttpException;
import io.framelog.publisher.http.Patience;
import io.framelog.publisher.http.WireServer;
import io.framelog.publisher.mjpeg.PictureAddress.Found;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javax.imageio.ImageIO;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cameras with TLS sign their certificates themselves. */
@Timeout(60)
class TlsCameraTest {
    private static final String PASSWORD = "password";
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Path store;

    TlsCameraTest(@TempDir Path folder) {
        store = folder.resolve("store.p12");
    }

    @Test
    void picturesComeThoughNobodyKnowsTheCertificate() throws Exception {
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(64, 48, BufferedImage.TYPE_INT_RGB), "jpeg", jpeg);
        CountDownLatch opened = new CountDownLatch(1);
        try (WireServer camera = new WireServer(
                        listen(),
                        (request, out) -> {
                            out.write("HTTP/1.0 200 OK\r\nContent-Type: image/jpeg\r\n\r\n".getBytes(ISO_8859_1));
                            out.write(jpeg.toByteArray());
                            opened.await(); // the publisher has watched it for a moment and seen nothing more
                            out.write(jpeg.toByteArray());
                            new CountDownLatch(1).await();
                        },
                        false);
                Pictures pictures =
                        assertInstanceOf(Found.Motion.class, open(camera)).pictures()) {
            opened.countDown();
            assertTrue(pictures.isLive());
            assertEquals(jpeg.size(), next(pictures).remaining());
            assertEquals(jpeg.size(), next(pictures).remaining());
            HttpException fault = assertThrows(HttpException.class, () -> next(pictures));
            assertTrue(fault.getMessage().contains("has delivered nothing for 2 s"), fault.getMessage());
        }
    }

    private static ByteBuffer next(Pictures pictures) throws Exception {
        return Objects.requireNonNull(pictures.next());
    }

    private static Found open(WireServer camera) throws HttpException {
        CameraAddress address =
                CameraAddress.parse("https://127.0.0.1:" + camera.port() + "/x").orElseThrow();
        return new PictureAddress(
                        new HttpClient(address, PATIENCE, PATIENCE), Patience.of(PATIENCE), PATIENCE, PATIENCE)
                .open();
    }

    private ServerSocket listen() throws Exception {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(List.of(
                        keytool.toString(),
                        "-genkeypair",
                        "-alias",
                        "camera",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=camera",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD))
                .inheritIO()
                .start();
        assertEquals(0, made.waitFor());
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        factory.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(factory.getKeyManagers(), null, null);
        return context.getServerSocketFactory().createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }
}
