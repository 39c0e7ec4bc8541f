package io.framelog.detection.motion;

/**
 * A part of the picture in fractions of its width and height, from its upper left corner. Immutable.
 *
 * @param x of the left side, 0 to 1
 * @param y of the upper side, 0 to 1
 * @param width 0 to 1
 * @param height 0 to 1
 */
public record Box(double x, double y, double width, double height) {
    private static final double DIGITS = 1000;

    /** The box of a blob. Its windows reach beyond the thing by a cell. */
    static Box of(Grid grid, Blob blob) {
        int rimX = blob.width() > 2 ? 1 : 0;
        int rimY = blob.height() > 2 ? 1 : 0;
        return new Box(
                rounded((double) (blob.left + rimX) / grid.columns()),
                rounded((double) (blob.top + rimY) / grid.rows()),
                rounded((double) (blob.width() - 2 * rimX) / grid.columns()),
                rounded((double) (blob.height() - 2 * rimY) / grid.rows()));
    }

    private static double rounded(double fraction) {
        return Math.round(fraction * DIGITS) / DIGITS;
    }
}
