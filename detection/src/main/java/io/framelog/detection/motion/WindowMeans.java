package io.framelog.detection.motion;

/** Means over the window of each cell, which is 3 by 3 cells. For one thread. */
final class WindowMeans {
    private static final float PIXELS = 9 * Grid.CELL * Grid.CELL;

    private final Grid grid;
    private final float[] rows;

    WindowMeans(Grid grid) {
        this.grid = grid;
        rows = new float[grid.cells()];
    }

    /** The mean of a picture in each window. */
    void of(float[] picture, float[] means) {
        int width = grid.width();
        for (int row = 0, cell = 0; row < grid.rows(); row++) {
            int at = row * Grid.CELL * width;
            for (int column = 0; column < grid.columns(); column++, cell++, at += Grid.CELL) {
                int below = at + width;
                means[cell] = picture[at] + picture[at + 1] + picture[below] + picture[below + 1];
            }
        }
        spread(means);
    }

    /** The mean of the products of two pictures in each window. */
    void of(float[] a, float[] b, float[] means) {
        int width = grid.width();
        for (int row = 0, cell = 0; row < grid.rows(); row++) {
            int at = row * Grid.CELL * width;
            for (int column = 0; column < grid.columns(); column++, cell++, at += Grid.CELL) {
                int below = at + width;
                means[cell] = a[at] * b[at] + a[at + 1] * b[at + 1] + a[below] * b[below] + a[below + 1] * b[below + 1];
            }
        }
        spread(means);
    }

    /** From the sum of each cell to the mean of its window. At the border, the nearest cells count twice. */
    private void spread(float[] sums) {
        int columns = grid.columns();
        for (int first = 0; first < sums.length; first += columns) {
            int last = first + columns - 1;
            rows[first] = 2 * sums[first] + sums[first + 1];
            for (int i = first + 1; i < last; i++) {
                rows[i] = sums[i - 1] + sums[i] + sums[i + 1];
            }
            rows[last] = sums[last - 1] + 2 * sums[last];
        }
        int lastRow = sums.length - columns;
        for (int first = 0; first < sums.length; first += columns) {
            int above = first == 0 ? first : first - columns;
            int below = first == lastRow ? first : first + columns;
            for (int i = 0; i < columns; i++) {
                sums[first + i] = (rows[above + i] + rows[first + i] + rows[below + i]) / PIXELS;
            }
        }
    }
}
