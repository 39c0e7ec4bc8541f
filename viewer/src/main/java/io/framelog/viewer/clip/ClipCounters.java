package io.framelog.viewer.clip;

import java.util.concurrent.atomic.LongAdder;

/** What clips made, since the viewer began. For any number of threads. */
public final class ClipCounters {
    private final LongAdder frames = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder broken = new LongAdder();
    private final LongAdder jumped = new LongAdder();

    /** Counts what was written for a client. */
    public void wrote(long count) {
        bytes.add(count);
    }

    /** Adds the frames of a clip that has ended. */
    public void add(ClipProgress clip) {
        frames.add(clip.frames());
        leftOut.add(clip.leftOut());
    }

    /** Counts a clip that its client did not get to the end. */
    public void brokeOff() {
        broken.increment();
    }

    /** Counts a clip whose frames the log lost before they were read. */
    public void jumped() {
        jumped.increment();
    }

    /** Clips that lack frames which retention took while they were made. */
    public long jumpedCount() {
        return jumped.sum();
    }

    /** Frames put into clips. */
    public long frames() {
        return frames.sum();
    }

    /** Frames that clips left out: damaged, or of another format than the file's. */
    public long leftOut() {
        return leftOut.sum();
    }

    /** Bytes of clips that clients took. */
    public long bytes() {
        return bytes.sum();
    }

    /** Clips that ended before their end: the client went away or took nothing, or Kafka did not answer. */
    public long brokenOff() {
        return broken.sum();
    }
}
