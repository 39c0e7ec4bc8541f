package io.framelog.detection.motion;

/** Sums over a picture, and over a pair of pictures, within the window of each cell: 3 by 3 cells. For one thread. */
final class Moments {
    /** Pixels of a window. */
    static final int PIXELS = 9 * Grid.CELL * Grid.CELL;

    private Moments() {}

    /** Sums the products of two pictures within each cell. */
    static void sumCells(Grid grid, float[] a, float[] b, float[] sums) {
        int width = grid.width();
        int columns = grid.columns();
        for (int row = 0, cell = 0; row < grid.rows(); row++) {
            int at = row * Grid.CELL * width;
            for (int column = 0; column < columns; column++, cell++, at += 2) {
                int below = at + width;
                sums[cell] = a[at] * b[at] + a[at + 1] * b[at + 1] + a[below] * b[below] + a[below + 1] * b[below + 1];
            }
        }
    }

    /** Sums a picture within each cell. */
    static void sumCells(Grid grid, float[] a, float[] sums) {
        int width = grid.width();
        int columns = grid.columns();
        for (int row = 0, cell = 0; row < grid.rows(); row++) {
            int at = row * Grid.CELL * width;
            for (int column = 0; column < columns; column++, cell++, at += 2) {
                int below = at + width;
                sums[cell] = a[at] + a[at + 1] + a[below] + a[below + 1];
            }
        }
    }

    /** Replaces each cell's value by the mean per pixel of its window; at the border the nearest cells count twice. */
    static void toWindowMeans(Grid grid, float[] sums, float[] rowSums) {
        int columns = grid.columns();
        int rows = grid.rows();
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            int last = at + columns - 1;
            rowSums[at] = 2 * sums[at] + sums[at + 1];
            for (int i = at + 1; i < last; i++) {
                rowSums[i] = sums[i - 1] + sums[i] + sums[i + 1];
            }
            rowSums[last] = sums[last - 1] + 2 * sums[last];
        }
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            int above = row == 0 ? at : at - columns;
            int below = row == rows - 1 ? at : at + columns;
            for (int i = 0; i < columns; i++) {
                sums[at + i] = (rowSums[above + i] + rowSums[at + i] + rowSums[below + i]) * (1f / PIXELS);
            }
        }
    }
}
