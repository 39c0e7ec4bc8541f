package io.framelog.publisher.encode;

import io.framelog.publisher.source.MediaSink;

/** Converts a source's times to the time of day, and decides when a frame may be passed on. For one thread. */
public interface Timeline {
    /** A source starts. Its clock is independent of an earlier source's. */
    void begin(long frameInterval);

    /**
     * A picture has arrived from the source.
     *
     * @param time by the source's clock in microseconds, or {@link MediaSink#NO_TIME}
     * @return the picture's stamp for {@link #release}, in microseconds
     */
    long arrive(long time);

    /**
     * Waits until a frame may be passed on.
     *
     * @param stamp from {@link #arrive}
     * @return when it was captured, microseconds since the epoch
     */
    long release(long stamp) throws InterruptedException;
}
