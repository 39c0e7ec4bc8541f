package io.framelog.detection.motion;

/**
 * Compares a picture with others, window by window, by structure: what light does to a window does not count. For one
 * thread.
 */
final class Comparison {
    /** By how much a window's gain may differ from that of the whole picture. */
    private static final float LOCAL_GAIN = 2.2f;
    /** A change of brightness may change the structure by this part, such as by glare. */
    private static final float GLARE = 0.12f;
    /** Uneven light may leave this part of a window's variance unexplained. */
    private static final float UNEVEN = 0.13f;
    /** The variance of a window with a slope of 1 per pixel, and the distance of its neighbours, squared. */
    private static final float SLOPE = 35f / 12 / (2 * Grid.CELL * 2 * Grid.CELL);

    private final Grid grid;
    private final WindowMeans windows;
    private final float[] mean;
    private final float[] variance;
    private final float[] otherMean;
    private final float[] otherVariance;
    private final float[] common;

    Comparison(Grid grid) {
        this.grid = grid;
        windows = new WindowMeans(grid);
        mean = new float[grid.cells()];
        variance = new float[grid.cells()];
        otherMean = new float[grid.cells()];
        otherVariance = new float[grid.cells()];
        common = new float[grid.cells()];
    }

    /** Sets the picture that is compared next. It must not change until then. */
    void look(float[] picture) {
        moments(picture, mean, variance);
    }

    private void moments(float[] picture, float[] means, float[] variances) {
        windows.of(picture, means);
        windows.of(picture, picture, variances);
        for (int i = 0; i < means.length; i++) {
            variances[i] = Math.max(0, variances[i] - means[i] * means[i]);
        }
    }

    /**
     * Compares the picture with another.
     *
     * @param gain by which the other's light becomes the picture's, as a whole
     * @param offset the same
     * @param ratio the other's variance of noise, as a part of the picture's
     * @param change receives each window's variance that light does not explain, in units of the picture's noise
     */
    void with(float[] picture, float[] other, float gain, float offset, float ratio, float[] change) {
        moments(other, otherMean, otherVariance);
        windows.of(picture, other, common);
        int columns = grid.columns();
        int rows = grid.rows();
        for (int row = 0, i = 0; row < rows; row++) {
            int up = row == 0 ? 0 : -columns;
            int down = row == rows - 1 ? 0 : columns;
            for (int column = 0; column < columns; column++, i++) {
                int left = column == 0 ? 0 : -1;
                int right = column == columns - 1 ? 0 : 1;
                float shared = common[i] - mean[i] * otherMean[i];
                float local = localGain(variance[i], otherVariance[i], shared, gain, ratio);
                float different = variance[i] - 2 * local * shared + local * local * otherVariance[i];
                float slopeX = mean[i + right] - mean[i + left] - local * (otherMean[i + right] - otherMean[i + left]);
                float slopeY = mean[i + down] - mean[i + up] - local * (otherMean[i + down] - otherMean[i + up]);
                float glare = GLARE * (mean[i] - gain * otherMean[i] - offset);
                float light = SLOPE * (slopeX * slopeX + slopeY * slopeY)
                        + glare * glare
                        + UNEVEN * local * local * otherVariance[i];
                change[i] = Math.max(0, different - light) / (1 + ratio * local * local);
            }
        }
    }

    /** The gain that explains most of a window, if both pictures have noise (total least squares), within bounds. */
    private static float localGain(float variance, float other, float shared, float gain, float ratio) {
        float low = gain / LOCAL_GAIN;
        float high = gain * LOCAL_GAIN;
        if (shared <= 0) {
            return low;
        }
        float difference = ratio * variance - other;
        float best = (difference + (float) Math.sqrt(difference * difference + 4 * ratio * shared * shared))
                / (2 * ratio * shared);
        return Math.max(low, Math.min(high, best));
    }
}
