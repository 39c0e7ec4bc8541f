package io.framelog.detection.motion;

import java.util.Arrays;

/**
 * What one comparison shows of each window while nothing moves, learnt from the pictures: the variance of the noise, and
 * the highest changes of late, such as those of leaves. For one thread.
 */
final class Noise {
    private static final float FIRST = 2;
    /** That of rounding to whole levels, and a little more. */
    private static final float LEAST = 0.3f;

    private static final float RATE = 0.04f;
    private static final float FIRST_RATE = 0.15f;
    private static final int FIRST_SAMPLES = 20;
    /** A change of more than this multiple of the noise adds no more to it. */
    private static final float LARGEST = 4;

    private static final float PEAK_RISE = 0.3f;
    /** What has happened once or twice is no habit: the peak rises by at most its own height and this many times the noise. */
    private static final float SURPRISE = 10;
    /** Halves in 45 seconds at 5 samples a second. */
    private static final float PEAK_FALL = 0.997f;
    /** By how much a change must exceed the highest of late. */
    private static final float ABOVE_PEAK = 1.4f;

    private static final int LEVELS = 128;
    private static final float LEVELS_PER_UNIT = 10;
    /** The lower quartile of the noise, as a part of its mean. */
    private static final float QUARTILE = 0.75f;

    private final float[] variance;
    private final float[] peak;
    private final int[] levels = new int[LEVELS];
    private float rise = 1;

    Noise(int cells) {
        variance = new float[cells];
        peak = new float[cells];
        forget();
    }

    void forget() {
        Arrays.fill(variance, FIRST);
        Arrays.fill(peak, 0);
    }

    /**
     * Finds out by how much the noise of the whole picture has risen, such as in sudden darkness. The quarter of the
     * windows that changed the least tells it, so a thing that covers three quarters of the picture is still seen.
     */
    void measure(float[] change) {
        Arrays.fill(levels, 0);
        for (int i = 0; i < change.length; i++) {
            levels[(int) Math.min(LEVELS - 1, change[i] / variance[i] * LEVELS_PER_UNIT)]++;
        }
        int level = 0;
        int below = levels[0];
        while (level < LEVELS - 1 && below <= change.length / 4) {
            level++;
            below += levels[level];
        }
        rise = Math.max(1, (level + 0.5f) / LEVELS_PER_UNIT / QUARTILE);
    }

    /** A window's change as a multiple of its noise. */
    float strength(int cell, float[] change) {
        return change[cell] / (variance[cell] * rise);
    }

    /** Whether a window has changed by more than a multiple of its noise, and by more than it usually does. */
    boolean exceeds(int cell, float[] change, float threshold) {
        return change[cell] > threshold * variance[cell] * rise && change[cell] > ABOVE_PEAK * peak[cell];
    }

    /**
     * Learns from a picture.
     *
     * @param changed windows whose change is no noise
     * @param held windows whose change is that of a thing that is being followed
     * @param samples pictures seen before
     */
    void learn(float[] change, boolean[] changed, boolean[] held, int samples) {
        float rate = samples < FIRST_SAMPLES ? FIRST_RATE : RATE;
        for (int i = 0; i < change.length; i++) {
            float now = change[i];
            if (!changed[i]) {
                variance[i] =
                        Math.max(LEAST, variance[i] + rate * (Math.min(now, LARGEST * variance[i]) - variance[i]));
            }
            if (!held[i]) {
                float most = 2 * peak[i] + SURPRISE * variance[i];
                peak[i] = now > peak[i] ? peak[i] + PEAK_RISE * (Math.min(now, most) - peak[i]) : peak[i] * PEAK_FALL;
            }
        }
    }
}
