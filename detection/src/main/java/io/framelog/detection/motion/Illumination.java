package io.framelog.detection.motion;

/** The gain and offset by which the light of one picture differs from that of another, as a whole. For one thread. */
final class Illumination {
    private static final int STEP = 3;
    private static final int ROUNDS = 4;
    private static final float DARKEST = 3;
    private static final float BRIGHTEST = 250;
    static final float MIN_GAIN = 0.15f;
    static final float MAX_GAIN = 6;

    private final int[] histogram = new int[256];
    private float gain = 1;
    private float offset;

    float gain() {
        return gain;
    }

    float offset() {
        return offset;
    }

    /** Finds gain and offset with which most pixels of the reference become those of the picture. */
    void fit(Grid grid, float[] reference, float[] picture) {
        float lowReference = percentile(grid, reference, 0.2f);
        float highReference = percentile(grid, reference, 0.8f);
        float lowPicture = percentile(grid, picture, 0.2f);
        float highPicture = percentile(grid, picture, 0.8f);
        gain = highReference - lowReference < 4
                ? 1
                : clamp((highPicture - lowPicture) / (highReference - lowReference));
        offset = (lowPicture + highPicture) / 2 - gain * (lowReference + highReference) / 2;
        float scale = Float.MAX_VALUE;
        for (int round = 0; round < ROUNDS; round++) {
            scale = refine(grid, reference, picture, scale);
        }
    }

    /** One round of least squares, in which a pixel weighs the less the worse it fits. @return the residual's scale */
    private float refine(Grid grid, float[] reference, float[] picture, float previous) {
        float scale = Math.max(2, Math.min(previous, meanResidual(grid, reference, picture)));
        double n = 0;
        double sumR = 0;
        double sumP = 0;
        double sumRR = 0;
        double sumRP = 0;
        for (int row = 0; row < grid.height(); row += STEP) {
            int end = (row + 1) * grid.width();
            for (int i = row * grid.width() + row % STEP; i < end; i += STEP) {
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
        if (n < 20) {
            return scale;
        }
        double variance = sumRR - sumR * sumR / n;
        gain = variance / n < 4 ? gain : clamp((float) ((sumRP - sumR * sumP / n) / variance));
        offset = (float) ((sumP - gain * sumR) / n);
        return scale;
    }

    private float meanResidual(Grid grid, float[] reference, float[] picture) {
        float sum = 0;
        int count = 0;
        for (int row = 0; row < grid.height(); row += STEP) {
            int end = (row + 1) * grid.width();
            for (int i = row * grid.width() + row % STEP; i < end; i += STEP) {
                sum += Math.min(60, Math.abs(picture[i] - gain * reference[i] - offset));
                count++;
            }
        }
        return sum / count;
    }

    private static float clamp(float gain) {
        return Math.max(MIN_GAIN, Math.min(MAX_GAIN, gain));
    }

    private float percentile(Grid grid, float[] picture, float share) {
        java.util.Arrays.fill(histogram, 0);
        int count = 0;
        for (int row = 0; row < grid.height(); row += STEP) {
            int end = (row + 1) * grid.width();
            for (int i = row * grid.width() + row % STEP; i < end; i += STEP) {
                histogram[Math.max(0, Math.min(255, (int) picture[i]))]++;
                count++;
            }
        }
        int wanted = (int) (count * share);
        int value = 0;
        for (int below = 0; value < 255; value++) {
            below += histogram[value];
            if (below > wanted) {
                break;
            }
        }
        return value;
    }
}
