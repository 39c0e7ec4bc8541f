package io.framelog.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Free ports for programs that cannot choose one themselves. */
final class Ports {
    /** Below the system's ephemeral ports, one of which a client could take before the program listens. */
    private static final int FIRST = 12_000;

    private static final int LAST = 19_999;

    private Ports() {}

    /** A port on which nobody listens. */
    static int unused() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // In use: try another one.
            }
        }
    }
}
