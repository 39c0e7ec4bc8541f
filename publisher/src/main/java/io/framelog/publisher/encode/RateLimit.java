package io.framelog.publisher.encode;

/** Limits how many of a source's pictures become frames, by their own times. For one thread. */
public interface RateLimit {
    /**
     * A source starts, with its own clock.
     *
     * @param frameInterval the source's frame interval in microseconds
     */
    void begin(long frameInterval);

    /**
     * Whether a picture passes.
     *
     * @param time in microseconds, by one clock for all pictures
     */
    boolean admits(long time);
}
