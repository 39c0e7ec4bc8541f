package io.framelog.publisher.source;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;

/** An opened source of pictures. The caller must close it. For one thread. */
public interface MediaSource extends AutoCloseable {
    /**
     * True for a source such as a camera, which delivers pictures at its own pace and loses those that are not read in
     * time. False for a recording, of which every picture is published.
     */
    boolean isLive();

    /** The duration in microseconds; empty if it has no end. */
    OptionalLong duration();

    /**
     * Whether a live source delivers several seconds of pictures at once, such as HLS. They are spread by their times.
     */
    default boolean arrivesInBursts() {
        return false;
    }

    /** How a recording was cut short, after it has ended; in readable form, empty if it is whole or live. */
    default Optional<String> shortfall() {
        return Optional.empty();
    }

    /** A longer time from one picture to the next, in microseconds, is a leap of the source's clock. */
    default long longestGap() {
        return Long.MAX_VALUE;
    }

    /** The usual time from one picture to the next, in microseconds. */
    long frameInterval();

    /**
     * Reads on, waits for a moment if necessary, and passes on the pictures that are ready: none, one or several.
     *
     * @return false at the end, after the last picture was passed on
     * @throws SourceException if the source is lost
     */
    boolean advance(MediaSink sink) throws IOException, InterruptedException;

    @Override
    void close();
}
