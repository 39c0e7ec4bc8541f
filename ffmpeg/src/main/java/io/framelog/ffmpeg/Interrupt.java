package io.framelog.ffmpeg;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's waiting for a network: FFmpeg asks this again and again while it waits, and gives up with AVERROR_EXIT once
 * the answer is yes. {@link #trip} may be called by any thread.
 */
public final class Interrupt extends AVIOInterruptCB.Callback_Pointer {
    private volatile boolean tripped;
    private volatile long deadline = System.nanoTime() + Long.MAX_VALUE / 2;

    /** Ends what is being waited for, and whatever will be waited for later. */
    public void trip() {
        tripped = true;
    }

    /** Whether it was tripped, as against timed out. */
    public boolean isTripped() {
        return tripped;
    }

    /** From now on nothing is waited for longer than this, until called again. */
    public void allow(Duration wait) {
        deadline = System.nanoTime() + wait.toNanos();
    }

    @Override
    public int call(Pointer unused) {
        return tripped || System.nanoTime() - deadline > 0 ? 1 : 0;
    }
}
