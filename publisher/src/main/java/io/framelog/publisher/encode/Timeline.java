package io.framelog.publisher.encode;

import io.framelog.publisher.source.MediaSink;

/** Places a source's own times in the world's time: when was a picture captured, and when may it go on. For one thread. */
public interface Timeline {
    /** A source begins, the first or a later one: its clock has nothing to do with an earlier one's. */
    void begin(long frameInterval);

    /**
     * A picture has come from the source.
     *
     * @param time of the source's clock in microseconds, or {@link MediaSink#NO_TIME}
     * @return what {@link #release} wants to know of it, microseconds
     */
    long arrive(long time);

    /**
     * Waits until a frame may go on.
     *
     * @param stamp from {@link #arrive}
     * @return when it was captured, microseconds since the epoch
     */
    long release(long stamp) throws InterruptedException;
}
