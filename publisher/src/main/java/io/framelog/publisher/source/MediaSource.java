package io.framelog.publisher.source;

import java.io.IOException;
import java.util.OptionalLong;

/** An opened source of pictures. For one thread. */
public interface MediaSource extends AutoCloseable {
    /**
     * Whether pictures come when they come, and one that is not taken is lost: a camera. Otherwise they lie ready and all
     * are wanted: a recording.
     */
    boolean isLive();

    /** How long it is, in microseconds; empty where it has no end. */
    OptionalLong duration();

    /** The time from one picture to the next, in microseconds, where they come evenly. */
    long frameInterval();

    /**
     * Reads on, waiting a moment if need be, and hands over the pictures that this brings: none, one or several.
     *
     * @return false at the end, after the last picture was handed over
     * @throws SourceException if the source is gone
     */
    boolean advance(MediaSink sink) throws IOException, InterruptedException;

    @Override
    void close();
}
