package io.framelog.localkafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The ports of 127.0.0.1. */
final class Ports {

    // Below the range from which systems give ports to outgoing connections (Linux: from 32768). Within it, a client
    // that tries
    // to reconnect to a stopped broker can be given the broker's own port and connect to itself, and so keep the broker
    // out.
    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    /** A port that was free a moment ago; chosen at random, so that JVMs that run side by side hardly choose the same. */
    int free() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (obstacle(port).isEmpty()) {
                return port;
            }
        }
        throw new LocalKafkaException(
                LocalKafkaException.Reason.PORT_TAKEN, "no free port found between " + FIRST + " and " + END);
    }

    /**
     * Refuses a port that cannot be listened on.
     *
     * @throws LocalKafkaException with the reason
     */
    void requireFree(int port) {
        obstacle(port).ifPresent(obstacle -> {
            throw taken(port, obstacle);
        });
    }

    static LocalKafkaException taken(int port, String obstacle) {
        return new LocalKafkaException(
                LocalKafkaException.Reason.PORT_TAKEN,
                "port " + port + " cannot be had (" + obstacle + "): stop what uses it, or choose another port");
    }

    /** Why the port cannot be listened on. */
    private static Optional<String> obstacle(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // As Kafka does; without it a port would be refused for a minute after its last connection.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
