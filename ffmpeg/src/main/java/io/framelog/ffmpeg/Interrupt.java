package io.framelog.ffmpeg;

import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's waiting for a network or a device. While FFmpeg waits, it asks again and again whether to give up, and
 * then fails with AVERROR_EXIT. Thread-safe.
 */
public final class Interrupt {
    private final Callback callback = new Callback();
    private volatile boolean tripped;
    private volatile long deadline = System.nanoTime() + Long.MAX_VALUE / 2;

    private final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer unused) {
            return tripped || System.nanoTime() - deadline > 0 ? 1 : 0;
        }
    }

    /** What FFmpeg calls; valid as long as this object is. */
    AVIOInterruptCB.Callback_Pointer callback() {
        return callback;
    }

    /** Ends the present wait and every later one. */
    public void trip() {
        tripped = true;
    }

    /** Whether {@link #trip} was called; a timeout does not count. */
    public boolean isTripped() {
        return tripped;
    }

    /** Limits every wait from now on, until the next call, to this duration in total. */
    public void allow(Duration wait) {
        deadline = System.nanoTime() + wait.toNanos();
    }
}
