package io.framelog.viewer.clip;

import java.util.concurrent.atomic.LongAdder;

/** Counts since the viewer started. Can be called from any thread. */
public final class ClipCounters {
    private final LongAdder frames = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder jumped = new LongAdder();

    /** Counts bytes that a client received. */
    public void wrote(long count) {
        bytes.add(count);
    }

    /** Adds the frames of a clip that has ended. */
    public void add(ClipProgress clip) {
        frames.add(clip.frames());
        leftOut.add(clip.leftOut());
    }

    /** Counts a clip that its client received only in part. */
    public void brokeOff() {
        broken.increment();
    }

    /** Counts a clip that lacks frames because the log lost them before they were read. */
    public void jumped() {
        jumped.increment();
    }

    /** Clips that lack frames. */
    public long jumpedCount() {
        return jumped.sum();
    }

    /** Frames in clips. */
    public long frames() {
        return frames.sum();
    }

    /** Frames left out: damaged, or of another format than the first. */
    public long leftOut() {
        return leftOut.sum();
    }

    /** Bytes that clients received. */
    public long bytes() {
        return bytes.sum();
    }

    /** Clips received only in part: the client left or stalled, or Kafka did not answer. */
    public long brokenOff() {
        return broken.sum();
    }
}
