package io.framelog.viewer;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/** Finds out whether other machines can see what they should not. */
final class Exposure {
    private Exposure() {}

    /** What is wrong, and what to do; empty if only this machine reaches the viewer, or it is protected. */
    static Optional<String> warning(ViewerOptions options) {
        boolean users = options.access().users().isPresent();
        boolean tls = options.tls().isPresent();
        if (options.access().insecure() || isLoopback(options.host()) || (users && tls)) {
            return Optional.empty();
        } else if (!users) {
            return Optional.of("everybody who reaches " + options.host() + " can watch all streams, live and past: set"
                    + " --users" + (tls ? "" : ", --tls-certificate and --tls-key") + "; --insecure silences this");
        }
        return Optional.of("passwords and pictures are sent without encryption to and from " + options.host()
                + ": set --tls-certificate and --tls-key, or put a proxy with TLS in front; --insecure silences this");
    }

    private static boolean isLoopback(String host) {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
