package io.framelog.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KafkaProbeTest {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private static KafkaProbe probe(int port, String protocol) {
        return new KafkaProbe(Map.of("bootstrap.servers", "127.0.0.1:" + port, "security.protocol", protocol));
    }

    /** Answers the first bytes of each connection with a TLS alert, as a TLS server does that gets something else. */
    private static void alert(ServerSocket server) {
        while (true) {
            try (Socket client = server.accept();
                    InputStream in = client.getInputStream()) {
                if (in.read() >= 0) {
                    client.getOutputStream().write(new byte[] {21, 3, 3, 0, 2, 2, 40});
                    client.getOutputStream().flush();
                    in.skipNBytes(1);
                }
            } catch (IOException e) {
                if (server.isClosed()) {
                    return;
                }
            }
        }
    }

    @Test
    void namesTheSettingForATlsPort() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 5, HERE)) {
            Thread thread = new Thread(() -> alert(server));
            thread.start();
            int port = server.getLocalPort();
            String expected =
                    "127.0.0.1:" + port + " speaks TLS: set security.protocol=SSL (or SASL_SSL) in --kafka-config";
            assertEquals(Optional.of(expected), probe(port, "PLAINTEXT").wrongProtocol());
            assertEquals(Optional.of(expected), probe(port, "PLAINTEXT").diagnose());
            assertEquals(Optional.empty(), probe(port, "SASL_SSL").wrongProtocol());
        }
    }

    @Test
    void recognisesAWebServer() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(HERE, 0), 5);
        server.start();
        try {
            int port = server.getAddress().getPort();
            assertEquals(
                    Optional.of("127.0.0.1:" + port
                            + " speaks HTTP, not Kafka's protocol: give Kafka's address with --bootstrap-server"),
                    probe(port, "PLAINTEXT").wrongProtocol());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void saysThatNothingListens() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, HERE)) {
            port = free.getLocalPort();
        }
        assertEquals(Optional.empty(), probe(port, "PLAINTEXT").wrongProtocol(), "it may be started later");
        assertEquals(
                Optional.of("127.0.0.1:" + port + " cannot be reached: nothing listens on this port: start it, or give "
                        + "its address with --bootstrap-server"),
                probe(port, "PLAINTEXT").diagnose());
    }
}
