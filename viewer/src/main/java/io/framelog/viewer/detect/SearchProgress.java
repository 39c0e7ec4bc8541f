package io.framelog.viewer.detect;

import io.framelog.progress.Progress;

/** How far a search of the past is. Thread-safe. */
public final class SearchProgress implements Progress {
    private static final double NANOS = 1e9;
    private static final double MICROS = 1e6;

    private final long startNanos = System.nanoTime();
    private long frames;
    private long firstMicros;
    private long lastMicros;
    private int found;

    /** A frame was read. */
    synchronized void frame(long micros) {
        firstMicros = frames == 0 ? micros : firstMicros;
        lastMicros = Math.max(micros, firstMicros);
        frames++;
    }

    /** An event is over. */
    synchronized void found() {
        found++;
    }

    /** The number of events. */
    public synchronized int events() {
        return found;
    }

    /** The length of the video that was searched, in seconds. */
    public synchronized double length() {
        return (lastMicros - firstMicros) / MICROS;
    }

    @Override
    public synchronized boolean hasBegun() {
        return frames > 0;
    }

    @Override
    public long seconds() {
        return (long) length();
    }

    @Override
    public double elapsed() {
        return (System.nanoTime() - startNanos) / NANOS;
    }

    @Override
    public synchronized String figures() {
        return frames + " frames, " + found + " events";
    }
}
