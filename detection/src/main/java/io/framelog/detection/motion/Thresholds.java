package io.framelog.detection.motion;

/**
 * What counts as motion, from one number.
 *
 * @param background by how much a window must differ from the background, as a multiple of its noise's variance
 * @param recent the same for the picture before the last one
 * @param leastCells of a blob
 * @param leastTravel how far a thing must come, in cells
 */
record Thresholds(float background, float recent, int leastCells, float leastTravel) {
    /** The least sensitive. */
    static final int MIN_SENSITIVITY = 1;
    /** The most sensitive. */
    static final int MAX_SENSITIVITY = 10;

    private static final int USUAL_SENSITIVITY = 5;
    /** What one step of sensitivity does to each threshold. */
    private static final double STEP = 1.25;

    /** Noise alone has a variance of 1, and more than twice that is rare. */
    private static final float BACKGROUND_ABOVE_NOISE = 5;

    private static final float RECENT_ABOVE_NOISE = 4;
    private static final float USUAL_CELLS = 8;
    private static final float USUAL_TRAVEL = 2.5f;

    /** @throws IllegalArgumentException if a sensitivity is out of range */
    static void require(int sensitivity) {
        if (sensitivity < MIN_SENSITIVITY || sensitivity > MAX_SENSITIVITY) {
            throw new IllegalArgumentException("the sensitivity must be between " + MIN_SENSITIVITY + " and "
                    + MAX_SENSITIVITY + ", not " + sensitivity);
        }
    }

    /** @param sensitivity {@value #MIN_SENSITIVITY} to {@value #MAX_SENSITIVITY} */
    static Thresholds of(int sensitivity) {
        require(sensitivity);
        float factor = (float) Math.pow(STEP, USUAL_SENSITIVITY - sensitivity);
        return new Thresholds(
                1 + BACKGROUND_ABOVE_NOISE * factor,
                1 + RECENT_ABOVE_NOISE * factor,
                Math.round(USUAL_CELLS * factor),
                USUAL_TRAVEL * Math.min(2, factor));
    }
}
