package io.framelog.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One encoded picture of a stream.
 *
 * @param stream the stream that it belongs to
 * @param format the image's encoding
 * @param image the encoded image, from position to limit; not to be written to
 * @param capturedMicros when it was captured, microseconds since the epoch
 * @param size in pixels; empty where neither the record nor the image's head tells
 * @param origin which picture of which publisher run it is; empty for a foreign producer's
 * @param stages when it passed the publisher's stages
 */
public record Frame(
        StreamName stream,
        ImageFormat format,
        ByteBuffer image,
        long capturedMicros,
        Optional<ImageSize> size,
        Optional<Origin> origin,
        Stages stages) {

    /**
     * A frame's place in what one publisher sent.
     *
     * @param run an id of the publisher's run, never used again
     * @param seq counted from 0 in a run, without gaps for what was captured: a gap tells of dropped frames
     */
    public record Origin(String run, long seq) {}

    /** The same frame with other stages behind it. */
    public Frame with(Stages passed) {
        return new Frame(stream, format, image, capturedMicros, size, origin, passed);
    }
}
