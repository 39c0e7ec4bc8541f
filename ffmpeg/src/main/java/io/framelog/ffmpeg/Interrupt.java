package io.framelog.ffmpeg;

import java.lang.invoke.VarHandle;
import java.time.Duration;
import org.bytedeco.ffmpeg.avformat.AVIOInterruptCB;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * Ends FFmpeg's waiting for a network or a device. While FFmpeg waits, it asks again and again whether to give up, and
 * then fails with AVERROR_EXIT. Thread-safe.
 */
public final class Interrupt {
    /** One for all: JavaCPP has room for ten native callbacks of a kind, and FFmpeg gets none for those beyond. */
    private static final Callback CALLBACK = new Callback();

    /** Native memory by which the callback knows whose wait it is asked about: the deadline in nanoseconds. */
    private final LongPointer deadline = new LongPointer(1);

    private volatile boolean tripped;

    /** Nothing is interrupted yet. */
    public Interrupt() {
        set(System.nanoTime() + Long.MAX_VALUE / 2);
    }

    private static final class Callback extends AVIOInterruptCB.Callback_Pointer {
        @Override
        public int call(Pointer deadline) {
            VarHandle.acquireFence();
            return System.nanoTime() - new LongPointer(deadline).get() > 0 ? 1 : 0;
        }
    }

    /** Has FFmpeg ask this object; it must be kept as long as FFmpeg asks. */
    void listen(AVIOInterruptCB waits) {
        waits.callback(CALLBACK).opaque(deadline);
    }

    /** Ends the present wait and every later one. */
    public synchronized void trip() {
        tripped = true;
        set(System.nanoTime());
    }

    /** Whether {@link #trip} was called; a timeout does not count. */
    public boolean isTripped() {
        return tripped;
    }

    /** Limits every wait from now on, until the next call, to this duration in total. */
    public synchronized void allow(Duration wait) {
        if (!tripped) {
            set(System.nanoTime() + wait.toNanos());
        }
    }

    private void set(long nanos) {
        deadline.put(nanos);
        VarHandle.releaseFence();
    }
}
