package io.framelog.publisher.plan;

import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.util.Optional;

/**
 * What a stream needs, as measured.
 *
 * @param size the newest frame's
 * @param framesPerSecond 0 if there was no frame
 * @param frameBytes a frame's size on average
 * @param fault why nothing was measured, in readable form; empty if it was
 */
public record StreamNeed(
        StreamName stream,
        Optional<ImageSize> size,
        double framesPerSecond,
        double frameBytes,
        Optional<String> fault) {
    /** Of a stream that could not be measured. */
    public static StreamNeed unknown(StreamName stream, String fault) {
        return new StreamNeed(stream, Optional.empty(), 0, 0, Optional.of(fault));
    }

    /** Bytes of frames a second. */
    public double bytesPerSecond() {
        return framesPerSecond * frameBytes;
    }
}
