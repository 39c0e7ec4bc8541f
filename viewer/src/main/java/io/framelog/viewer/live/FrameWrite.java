package io.framelog.viewer.live;

import io.framelog.viewer.part.Part;

/**
 * Measures how long frames take from their capture until all of their bytes were given to a client's connection. One for
 * each connection, which has at most one write under way. Only for the fan-out thread.
 */
public final class FrameWrite {
    private final FanOut fanOut;
    private boolean timed;
    private long capturedNanos;

    /** @param fanOut has the clock, and counts the times */
    public FrameWrite(FanOut fanOut) {
        this.fanOut = fanOut;
    }

    /**
     * A frame is about to be written.
     *
     * @param follows whether the client was sent one before. The first one is old if the stream moves seldom, and says
     *     nothing of the way of frames.
     */
    public void begin(Part part, boolean follows) {
        timed = follows && part.isTimed();
        capturedNanos = timed ? part.capturedNanos() : 0;
    }

    /** All bytes of what was written last, which may be something else, were given to the connection. */
    public void end() {
        if (timed) {
            timed = false;
            fanOut.counters().writtenWhole(fanOut.now() - capturedNanos);
        }
    }
}
