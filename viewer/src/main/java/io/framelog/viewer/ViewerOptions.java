package io.framelog.viewer;

import io.framelog.frame.StreamName;
import io.framelog.viewer.clip.ClipLimits;
import io.framelog.viewer.connection.SendBuffer;
import io.framelog.viewer.detect.StreamSettings;
import io.framelog.viewer.http.CrossOrigin;
import io.framelog.viewer.http.FrameAncestors;
import io.framelog.viewer.timeline.TimelineLimits;
import io.framelog.viewer.tls.TlsFiles;
import java.time.Duration;
import java.util.Optional;

/**
 * The viewer's settings, except Kafka's.
 *
 * @param host the address to listen on
 * @param port 1 to 65535, or 0 for any free port
 * @param tls certificate and key for HTTPS; empty for HTTP
 * @param defaultStream the stream of addresses without a stream name
 * @param maxViewers the most connections that may show a stream at the same time
 * @param maxFrameBytes larger images are skipped
 * @param sendBuffer the send buffer of a client's connection
 * @param stallLimit after how long a client that takes nothing is disconnected
 * @param stats how often figures are logged; zero for never
 * @param maxReplays the most connections that may show the past at the same time
 * @param previewThreads how many pictures are made smaller at a time
 * @param clips limits of the clips that clients can download
 * @param timelines how long a timeline may be worked on
 * @param crossOrigin the websites that may read the answers
 * @param frameAncestors the websites that may show the page in a frame
 * @param access who may see what
 * @param detection what is looked for in the streams; empty for nothing
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
        int previewThreads,
        ClipLimits clips,
        TimelineLimits timelines,
        CrossOrigin crossOrigin,
        FrameAncestors frameAncestors,
        AccessSettings access,
        Optional<StreamSettings> detection) {
    /** Long enough for a client to recover from a short network problem. */
    static final Duration STALL_LIMIT = Duration.ofSeconds(10);
}
