package io.framelog.detection.motion;

/** Connects cells to blobs. For one thread. */
final class Blobs {
    static final int MOST = 64;
    private final Blob[] blobs = new Blob[MOST];
    private int count;
    private int[] stack = new int[0];
    private boolean[] seen = new boolean[0];

    Blobs() {
        for (int i = 0; i < MOST; i++) {
            blobs[i] = new Blob();
        }
    }

    int count() {
        return count;
    }

    Blob get(int i) {
        return blobs[i];
    }

    /**
     * Finds the blobs.
     *
     * @param part the cells that count
     * @param active those that have changed since a moment ago
     * @param least cells of a blob
     * @param reach how far apart connected cells may be: 1 for neighbours, also diagonal ones
     */
    void find(Grid grid, boolean[] part, boolean[] active, float[] strength, int least, int reach) {
        int cells = grid.cells();
        int columns = grid.columns();
        int rows = grid.rows();
        if (stack.length < cells) {
            stack = new int[cells];
            seen = new boolean[cells];
        }
        java.util.Arrays.fill(seen, 0, cells, false);
        count = 0;
        for (int start = 0; start < cells && count < MOST; start++) {
            if (!part[start] || seen[start]) {
                continue;
            }
            Blob blob = blobs[count];
            blob.cells = 0;
            blob.active = 0;
            blob.left = columns;
            blob.right = -1;
            blob.top = rows;
            blob.bottom = -1;
            blob.taken = false;
            float x = 0;
            float y = 0;
            float s = 0;
            int depth = 0;
            stack[depth++] = start;
            seen[start] = true;
            while (depth > 0) {
                int cell = stack[--depth];
                int row = cell / columns;
                int column = cell % columns;
                blob.cells++;
                if (active[cell]) {
                    blob.active++;
                }
                s += strength[cell];
                x += column;
                y += row;
                blob.left = Math.min(blob.left, column);
                blob.right = Math.max(blob.right, column);
                blob.top = Math.min(blob.top, row);
                blob.bottom = Math.max(blob.bottom, row);
                for (int r = Math.max(0, row - reach); r <= Math.min(rows - 1, row + reach); r++) {
                    for (int c = Math.max(0, column - reach); c <= Math.min(columns - 1, column + reach); c++) {
                        int next = r * columns + c;
                        if (part[next] && !seen[next]) {
                            seen[next] = true;
                            stack[depth++] = next;
                        }
                    }
                }
            }
            if (blob.cells >= least) {
                blob.x = x / blob.cells;
                blob.y = y / blob.cells;
                blob.strength = s / blob.cells;
                count++;
            }
        }
    }
}
