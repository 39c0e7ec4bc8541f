package io.framelog.benchmarks.load;

import java.net.URI;
import java.time.Duration;

/**
 * What the clients do.
 *
 * @param stream the address of a Motion JPEG stream, {@code http://host:port/path}
 * @param protocol {@code HTTP/1.1}, or {@code HTTP/1.0} for a server that would answer in chunks
 * @param viewers connections that read as fast as they can; all figures but the slow ones' are theirs
 * @param stalled connections more that read 4 KiB and then nothing
 * @param slow connections more that read {@code slowBytesPerSecond}
 * @param slowBytesPerSecond of each slow one
 * @param length how long is measured, once every viewer has had a frame
 */
public record LoadPlan(
        URI stream, String protocol, int viewers, int stalled, int slow, int slowBytesPerSecond, Duration length) {

    /** Viewers alone. */
    public static LoadPlan viewers(URI stream, String protocol, int viewers, Duration length) {
        return new LoadPlan(stream, protocol, viewers, 0, 0, 0, length);
    }

    /** The same with stalled and slow ones beside them. */
    public LoadPlan with(int moreStalled, int moreSlow, int bytesPerSecond) {
        return new LoadPlan(stream, protocol, viewers, moreStalled, moreSlow, bytesPerSecond, length);
    }

    int connections() {
        return viewers + stalled + slow;
    }
}
