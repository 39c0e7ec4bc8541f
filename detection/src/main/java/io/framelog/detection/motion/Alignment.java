package io.framelog.detection.motion;

/** Finds by how much a camera has been shaken, and undoes it. For one thread. */
final class Alignment {
    private static final int ROUNDS = 2;
    private static final float MAX_SHIFT = 3;
    private static final float LEAST_SHIFT = 0.06f;
    /** The part of the squared difference that must vanish; else nothing was shaken. */
    private static final float LEAST_GAIN = 0.12f;

    private float right;
    private float down;

    float right() {
        return right;
    }

    float down() {
        return down;
    }

    /**
     * Moves the picture to where the reference is.
     *
     * @param light by which the reference is brought to the picture's brightness
     * @param picture the input
     * @param moved receives the result
     * @return whether it was moved; else the result is not set
     */
    boolean align(Grid grid, float[] reference, Illumination light, float[] picture, float[] moved) {
        right = 0;
        down = 0;
        float before = difference(grid, reference, light, picture);
        for (int round = 0; round < ROUNDS; round++) {
            if (!step(grid, reference, light, round == 0 ? picture : moved)) {
                return false;
            }
            if (Math.abs(right) > MAX_SHIFT || Math.abs(down) > MAX_SHIFT) {
                return false;
            }
            if (Math.abs(right) < LEAST_SHIFT && Math.abs(down) < LEAST_SHIFT) {
                return false;
            }
            shift(grid, picture, right, down, moved);
        }
        return difference(grid, reference, light, moved) < before * (1 - LEAST_GAIN);
    }

    private static float difference(Grid grid, float[] reference, Illumination light, float[] picture) {
        float gain = light.gain();
        float offset = light.offset();
        float limit = LIMIT;
        float sum = 0;
        for (int row = 4; row < grid.height() - 4; row += 2) {
            int end = (row + 1) * grid.width() - 4;
            for (int i = row * grid.width() + 4; i < end; i += 2) {
                float residual = picture[i] - gain * reference[i] - offset;
                sum += Math.min(limit, residual * residual);
            }
        }
        return sum;
    }

    private static final float LIMIT = 600;

    /** One step of Lucas and Kanade's method over the whole picture. */
    private boolean step(Grid grid, float[] reference, Illumination light, float[] picture) {
        float gain = light.gain();
        float offset = light.offset();
        int width = grid.width();
        double xx = 0;
        double xy = 0;
        double yy = 0;
        double xr = 0;
        double yr = 0;
        for (int row = 4; row < grid.height() - 4; row += 2) {
            int end = (row + 1) * width - 4;
            for (int i = row * width + 4; i < end; i++) {
                float residual = picture[i] - gain * reference[i] - offset;
                if (residual * residual < LIMIT) {
                    float x = gain * (reference[i + 1] - reference[i - 1]) * 0.5f;
                    float y = gain * (reference[i + width] - reference[i - width]) * 0.5f;
                    xx += x * x;
                    xy += x * y;
                    yy += y * y;
                    xr += x * residual;
                    yr += y * residual;
                }
            }
        }
        double determinant = xx * yy - xy * xy;
        if (determinant < 1e-3 * xx * yy || xx < 1 || yy < 1) {
            return false;
        }
        // picture(p) = reference(p - shift), so residual = -gradient * shift
        right += (float) (-(yy * xr - xy * yr) / determinant);
        down += (float) (-(xx * yr - xy * xr) / determinant);
        return true;
    }

    /** Samples the picture at a distance, by bilinear interpolation; beyond the border the nearest pixel counts. */
    private static void shift(Grid grid, float[] picture, float right, float down, float[] moved) {
        int width = grid.width();
        int height = grid.height();
        int wholeX = (int) Math.floor(right);
        int wholeY = (int) Math.floor(down);
        float partX = right - wholeX;
        float partY = down - wholeY;
        for (int row = 0; row < height; row++) {
            int top = Math.max(0, Math.min(height - 1, row + wholeY)) * width;
            int bottom = Math.max(0, Math.min(height - 1, row + wholeY + 1)) * width;
            for (int column = 0; column < width; column++) {
                int left = Math.max(0, Math.min(width - 1, column + wholeX));
                int next = Math.max(0, Math.min(width - 1, column + wholeX + 1));
                float above = picture[top + left] + partX * (picture[top + next] - picture[top + left]);
                float below = picture[bottom + left] + partX * (picture[bottom + next] - picture[bottom + left]);
                moved[row * width + column] = above + partY * (below - above);
            }
        }
    }
}
