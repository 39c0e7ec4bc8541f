package io.framelog.detection.motion;

import java.util.Arrays;

/**
 * The gain and offset by which the light of one picture differs from that of another, as a whole. What differs in its
 * own way, such as a large thing in front, has little weight. For one thread.
 */
final class Illumination {
    /** Less is a covered camera, more a dazzled one. */
    static final float MIN_GAIN = 0.15f;

    static final float MAX_GAIN = 6;

    /** Each third pixel of each third row is enough. */
    private static final int STEP = 3;

    private static final int ROUNDS = 4;
    private static final int LEVELS = 256;
    /** Pixels beyond these are clipped and say nothing about the gain. */
    private static final float DARKEST = 3;

    private static final float BRIGHTEST = 250;
    /** A reference with less contrast than this cannot tell gain from offset. */
    private static final float LEAST_CONTRAST = 4;

    private static final float LARGEST_RESIDUAL = 60;
    private static final int LEAST_PIXELS = 20;

    private final Grid grid;
    private final int[] histogram = new int[LEVELS];
    private float gain = 1;
    private float offset;

    Illumination(Grid grid) {
        this.grid = grid;
    }

    float gain() {
        return gain;
    }

    float offset() {
        return offset;
    }

    /** Finds gain and offset with which most pixels of the reference become those of the picture. */
    void fit(float[] reference, float[] picture) {
        count(reference);
        float low = percentile(0.2f);
        float high = percentile(0.8f);
        count(picture);
        float pictureLow = percentile(0.2f);
        float pictureHigh = percentile(0.8f);
        gain = high - low < LEAST_CONTRAST ? 1 : clamp((pictureHigh - pictureLow) / (high - low));
        offset = (pictureLow + pictureHigh) / 2 - gain * (low + high) / 2;
        float scale = Float.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            scale = Math.max(2, Math.min(scale, meanResidual(reference, picture)));
            refine(reference, picture, scale);
        }
    }

    /** One round of least squares, in which a pixel has the less weight the worse it fits. */
    private void refine(float[] reference, float[] picture, float scale) {
        float n = 0;
        double sumR = 0;
        double sumP = 0;
        double sumRR = 0;
        double sumRP = 0;
        for (int row = 0; row < grid.height(); row += STEP) {
            int end = (row + 1) * grid.width();
            for (int i = row * grid.width(); i < end; i += STEP) {
                float r = reference[i];
                float p = picture[i];
                if (p > DARKEST && p < BRIGHTEST && r > DARKEST && r < BRIGHTEST) {
                    float residual = (p - gain * r - offset) / scale;
                    float weight = 1 / (1 + residual * residual);
                    n += weight;
                    sumR += weight * r;
                    sumP += weight * p;
                    sumRR += weight * r * r;
                    sumRP += weight * r * p;
                }
            }
        }
        if (n >= LEAST_PIXELS) {
            double variance = sumRR - sumR * sumR / n;
            if (variance / n >= LEAST_CONTRAST) {
                gain = clamp((float) ((sumRP - sumR * sumP / n) / variance));
            }
            offset = (float) ((sumP - gain * sumR) / n);
        }
    }

    private float meanResidual(float[] reference, float[] picture) {
        float sum = 0;
        int count = 0;
        for (int row = 0; row < grid.height(); row += STEP) {
            int end = (row + 1) * grid.width();
            for (int i = row * grid.width(); i < end; i += STEP) {
                sum += Math.min(LARGEST_RESIDUAL, Math.abs(picture[i] - gain * reference[i] - offset));
                count++;
            }
        }
        return sum / count;
    }

    private static float clamp(float gain) {
        return Math.max(MIN_GAIN, Math.min(MAX_GAIN, gain));
    }

    private void count(float[] picture) {
        Arrays.fill(histogram, 0);
        for (int row = 0; row < grid.height(); row += STEP) {
            int end = (row + 1) * grid.width();
            for (int i = row * grid.width(); i < end; i += STEP) {
                histogram[Math.max(0, Math.min(LEVELS - 1, (int) picture[i]))]++;
            }
        }
    }

    private float percentile(float share) {
        int all = 0;
        for (int pixels : histogram) {
            all += pixels;
        }
        int value = 0;
        int below = histogram[0];
        while (value < LEVELS - 1 && below <= all * share) {
            value++;
            below += histogram[value];
        }
        return value;
    }
}
