package io.framelog.viewer.export;

import io.framelog.progress.Progress;
import io.framelog.viewer.clip.ClipProgress;

/**
 * The progress of an export.
 *
 * @param startNanos when it started, as {@link System#nanoTime}
 */
record ExportProgress(ClipProgress clip, long startNanos) implements Progress {
    private static final double NANOS = 1e9;

    @Override
    public boolean hasBegun() {
        return clip.frames() > 0;
    }

    @Override
    public long seconds() {
        return clip.length().toSeconds();
    }

    @Override
    public double elapsed() {
        return (System.nanoTime() - startNanos) / NANOS;
    }

    @Override
    public String figures() {
        return clip.frames() + " frames";
    }
}
