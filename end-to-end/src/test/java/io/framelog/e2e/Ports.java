package io.framelog.e2e;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/** Ports for what takes none of its own choice. */
final class Ports {
    /** Below the ports that the system gives to clients: one of those could take it before it is listened on. */
    private static final int FIRST = 12_000;

    private static final int LAST = 19_999;

    private Ports() {}

    /** A port that nobody listens on. */
    static int unused() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Taken: another one.
            }
        }
    }
}
