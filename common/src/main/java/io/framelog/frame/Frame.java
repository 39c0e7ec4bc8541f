package io.framelog.frame;

import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * One encoded picture of a stream.
 *
 * @param stream the stream that it belongs to
 * @param format the image's encoding
 * @param image the encoded image, from position to limit; must not be modified
 * @param capturedMicros when it was captured, microseconds since the epoch
 * @param size in pixels, turned as Exif tells; empty if the image's header does not declare it
 * @param origin which picture of which publisher run it is; empty if another producer wrote the frame
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
     * A frame's place in a publisher's run.
     *
     * @param run the unique id of the publisher's run
     * @param seq the frame's number in the run, from 0; a gap means that frames were dropped
     */
    public record Origin(String run, long seq) {}

    /** The same frame with other stage times. */
    public Frame with(Stages passed) {
        return new Frame(stream, format, image, capturedMicros, size, origin, passed);
    }
}
