package io.framelog.viewer.clip;

import java.time.Duration;
import java.time.temporal.ChronoUnit;

/** How much of a clip is written. Can be read from any thread. */
public final class ClipProgress {
    private long firstMicros = Long.MIN_VALUE;
    private long lastMicros = Long.MIN_VALUE;
    private long frames;
    private long leftOut;

    synchronized void frame(long micros, boolean taken) {
        if (!taken) {
            leftOut++;
            return;
        }
        frames++;
        firstMicros = frames == 1 ? micros : firstMicros;
        lastMicros = micros;
    }

    /** Frames written. */
    public synchronized long frames() {
        return frames;
    }

    /** Frames left out: damaged, or of another format than the first. */
    public synchronized long leftOut() {
        return leftOut;
    }

    /** From the first frame to the last. */
    public synchronized Duration length() {
        return Duration.of(lastMicros - firstMicros, ChronoUnit.MICROS);
    }
}
