package io.framelog.viewer;

import io.framelog.frame.StreamName;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.tls.TlsFiles;
import java.time.Duration;
import java.util.Optional;

/**
 * How a viewer is to be, but for Kafka.
 *
 * @param host the address to listen on
 * @param port 1 to 65535, or 0 for any that is free
 * @param tls certificate and key for HTTPS; empty for HTTP
 * @param defaultStream what the addresses without a name show
 * @param maxViewers the most connections that may show a stream at a time
 * @param maxFrameBytes the largest image that is shown
 * @param sendBuffer how much the system may hold for a connection
 * @param stallLimit after how long a connection that takes nothing is ended
 * @param stats how often a line of figures is logged; zero: never
 * @param maxReplays the most connections that may show the past at a time
 * @param clips what clients may ask for of the past as files
 */
record ViewerOptions(
        String host,
        int port,
        Optional<TlsFiles> tls,
        StreamName defaultStream,
        int maxViewers,
        int maxFrameBytes,
        SendBuffer sendBuffer,
        Duration stallLimit,
        Duration stats,
        int maxReplays,
        ClipLimits clips) {
    /** What a client may need to get over a bad moment of its network. */
    static final Duration STALL_LIMIT = Duration.ofSeconds(10);
}
