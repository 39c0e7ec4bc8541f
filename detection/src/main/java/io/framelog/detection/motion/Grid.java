package io.framelog.detection.motion;

/**
 * The size of the reduced pictures, and the cells of {@value #CELL} by {@value #CELL} pixels that they are compared in.
 *
 * @param width in pixels, even
 * @param height in pixels, even
 */
record Grid(int width, int height) {
    /** A cell's side in pixels. */
    static final int CELL = 2;

    int pixels() {
        return width * height;
    }

    int columns() {
        return width / CELL;
    }

    int rows() {
        return height / CELL;
    }

    int cells() {
        return columns() * rows();
    }
}
