package io.framelog.detection.motion;

/**
 * The size of the reduced pictures, and the cells of {@value #CELL} by {@value #CELL} pixels that they are compared in.
 *
 * @param width in pixels, even, at least {@value #LEAST}
 * @param height in pixels, even, at least {@value #LEAST}
 */
record Grid(int width, int height) {
    /** A cell's side in pixels. */
    static final int CELL = 2;
    /** The least width and height: a few cells. */
    static final int LEAST = 8;

    Grid {
        if (width < LEAST || height < LEAST || width % CELL != 0 || height % CELL != 0) {
            throw new IllegalArgumentException(
                    "width and height must be even and at least " + LEAST + ", not " + width + "x" + height);
        }
    }

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
