package io.framelog.detection.motion;

/**
 * Undoes the shaking of a camera: finds by what part of a pixel, or few pixels, the whole picture has moved (the method
 * of Lucas and Kanade), and moves it back. For one thread.
 */
final class Alignment {
    private static final int ROUNDS = 2;
    /** In pixels; more is another view. */
    private static final float MAX_SHIFT = 3;
    /** In pixels; less is noise. */
    private static final float LEAST_SHIFT = 0.06f;
    /** The part of the squared difference that must vanish, else something else has moved. */
    private static final float LEAST_IMPROVEMENT = 0.12f;
    /** Squared levels; larger differences are things and do not show how the camera moved. */
    private static final float LARGEST_DIFFERENCE = 600;
    /** Pixels at the border that are not looked at. */
    private static final int MARGIN = 4;

    private final Grid grid;
    private float right;
    private float down;

    Alignment(Grid grid) {
        this.grid = grid;
    }

    /**
     * Moves a picture to where the reference is.
     *
     * @param gain by which the reference is brought to the picture's brightness
     * @param offset the same
     * @param moved receives the result
     * @return false if nothing has shaken; the result is not to be used then
     */
    boolean align(float[] reference, float gain, float offset, float[] picture, float[] moved) {
        right = 0;
        down = 0;
        float[] present = picture;
        for (int round = 0; round < ROUNDS; round++) {
            if (!step(reference, gain, offset, present)
                    || Math.max(Math.abs(right), Math.abs(down)) > MAX_SHIFT
                    || Math.max(Math.abs(right), Math.abs(down)) < LEAST_SHIFT) {
                return false;
            }
            shift(picture, moved);
            present = moved;
        }
        return difference(reference, gain, offset, moved)
                < difference(reference, gain, offset, picture) * (1 - LEAST_IMPROVEMENT);
    }

    private float difference(float[] reference, float gain, float offset, float[] picture) {
        float sum = 0;
        for (int row = MARGIN; row < grid.height() - MARGIN; row += 2) {
            int end = (row + 1) * grid.width() - MARGIN;
            for (int i = row * grid.width() + MARGIN; i < end; i += 2) {
                float difference = picture[i] - gain * reference[i] - offset;
                sum += Math.min(LARGEST_DIFFERENCE, difference * difference);
            }
        }
        return sum;
    }

    /** Improves the shift. @return false if the picture has too few edges for it */
    private boolean step(float[] reference, float gain, float offset, float[] picture) {
        int width = grid.width();
        float xx = 0;
        float xy = 0;
        float yy = 0;
        float xd = 0;
        float yd = 0;
        for (int row = MARGIN; row < grid.height() - MARGIN; row += 2) {
            int end = (row + 1) * width - MARGIN;
            for (int i = row * width + MARGIN; i < end; i++) {
                float difference = picture[i] - gain * reference[i] - offset;
                if (difference * difference < LARGEST_DIFFERENCE) {
                    float x = gain * (reference[i + 1] - reference[i - 1]) / 2;
                    float y = gain * (reference[i + width] - reference[i - width]) / 2;
                    xx += x * x;
                    xy += x * y;
                    yy += y * y;
                    xd += x * difference;
                    yd += y * difference;
                }
            }
        }
        float determinant = xx * yy - xy * xy;
        if (xx < 1 || yy < 1 || determinant < 1e-3f * xx * yy) {
            return false;
        }
        // picture(p) = reference(p - shift), so the difference is the gradient times minus the shift.
        right -= (yy * xd - xy * yd) / determinant;
        down -= (xx * yd - xy * xd) / determinant;
        return true;
    }

    /** Moves back, between pixels; beyond the border the nearest pixel counts. */
    private void shift(float[] picture, float[] moved) {
        int width = grid.width();
        int height = grid.height();
        int wholeX = (int) Math.floor(right);
        int wholeY = (int) Math.floor(down);
        float partX = right - wholeX;
        float partY = down - wholeY;
        for (int row = 0, i = 0; row < height; row++) {
            int top = clamp(row + wholeY, height) * width;
            int bottom = clamp(row + wholeY + 1, height) * width;
            for (int column = 0; column < width; column++, i++) {
                int left = clamp(column + wholeX, width);
                int next = clamp(column + wholeX + 1, width);
                float above = picture[top + left] + partX * (picture[top + next] - picture[top + left]);
                float below = picture[bottom + left] + partX * (picture[bottom + next] - picture[bottom + left]);
                moved[i] = above + partY * (below - above);
            }
        }
    }

    private static int clamp(int at, int end) {
        return at < 0 ? 0 : Math.min(at, end - 1);
    }
}
