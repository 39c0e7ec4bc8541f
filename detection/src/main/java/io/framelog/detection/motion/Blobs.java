package io.framelog.detection.motion;

import java.util.Arrays;

/** Finds the blobs of a picture. For one thread. */
final class Blobs {
    /** More are not listed: so many are no things but weather. */
    static final int MOST = 64;
    /** Cells that are this far apart are connected: a thing in front of something like it has gaps. */
    private static final int REACH = 2;

    private final Grid grid;
    private final Blob[] blobs = new Blob[MOST];
    private final int[] stack;
    private final boolean[] seen;
    private int count;

    Blobs(Grid grid) {
        this.grid = grid;
        stack = new int[grid.cells()];
        seen = new boolean[grid.cells()];
        Arrays.setAll(blobs, i -> new Blob());
    }

    int count() {
        return count;
    }

    Blob get(int index) {
        return blobs[index];
    }

    /**
     * Finds the blobs.
     *
     * @param cells those that count
     * @param least how many cells make a blob
     */
    void find(boolean[] cells, Noise noise, float[] change, Mask mask, int least) {
        Arrays.fill(seen, false);
        count = 0;
        for (int start = 0; start < cells.length && count < MOST; start++) {
            if (cells[start] && !seen[start]) {
                Blob blob = blobs[count];
                blob.clear();
                fill(start, cells, noise, change, mask, blob);
                if (blob.cells >= least) {
                    blob.finish();
                    count++;
                }
            }
        }
    }

    private void fill(int start, boolean[] cells, Noise noise, float[] change, Mask mask, Blob blob) {
        int columns = grid.columns();
        int depth = 0;
        stack[depth++] = start;
        seen[start] = true;
        while (depth > 0) {
            int cell = stack[--depth];
            int row = cell / columns;
            int column = cell % columns;
            blob.add(column, row, noise.strength(cell, change), mask.zones(cell));
            int right = Math.min(columns - 1, column + REACH);
            int bottom = Math.min(grid.rows() - 1, row + REACH);
            for (int r = Math.max(0, row - REACH); r <= bottom; r++) {
                for (int c = Math.max(0, column - REACH); c <= right; c++) {
                    int next = r * columns + c;
                    if (cells[next] && !seen[next]) {
                        seen[next] = true;
                        stack[depth++] = next;
                    }
                }
            }
        }
    }
}
