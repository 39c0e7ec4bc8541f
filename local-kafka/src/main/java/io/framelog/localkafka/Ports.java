package io.framelog.localkafka;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/** The ports of 127.0.0.1. */
final class Ports {

    // Below the range of ports for outgoing connections (on Linux from 32768). A client that reconnects to a stopped
    // broker could get the broker's own port from that range, connect to itself, and so keep the port from the broker.
    private static final int FIRST = 20_000;
    private static final int END = 32_000;

    /** A port that is free now, chosen at random: JVMs that run at the same time hardly choose the same one. */
    int free() {
        for (int attempt = 0; attempt < 1_000; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, END);
            if (obstacle(port).isEmpty()) {
                return port;
            }
        }
        throw new LocalKafkaException(
                LocalKafkaException.Reason.PORT_TAKEN, "found no free port between " + FIRST + " and " + END);
    }

    /**
     * Checks that a broker can listen on a port.
     *
     * @throws LocalKafkaException if it cannot
     */
    void requireFree(int port) {
        obstacle(port).ifPresent(obstacle -> {
            throw taken(port, obstacle);
        });
    }

    static LocalKafkaException taken(int port, String obstacle) {
        return new LocalKafkaException(
                LocalKafkaException.Reason.PORT_TAKEN,
                "cannot use port " + port + " (" + obstacle
                        + "): stop the program that uses it, or choose another port");
    }

    /** Why a broker cannot listen on a port; empty if it can. */
    private static Optional<String> obstacle(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            // Like Kafka; otherwise a port would count as used for a minute after its last connection.
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port));
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
