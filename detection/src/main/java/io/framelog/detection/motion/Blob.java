package io.framelog.detection.motion;

/** A connected region of cells that have changed. Reused from picture to picture; for one thread. */
final class Blob {
    int cells;
    int left;
    int top;
    int right;
    int bottom;
    float x;
    float y;
    float strength;
    /** A bit for each zone that it touches. */
    int zones;
    /** Whether a track has it. */
    boolean taken;

    void clear() {
        cells = 0;
        left = Integer.MAX_VALUE;
        top = Integer.MAX_VALUE;
        right = -1;
        bottom = -1;
        x = 0;
        y = 0;
        strength = 0;
        zones = 0;
        taken = false;
    }

    void add(int column, int row, float itsStrength, int itsZones) {
        cells++;
        left = Math.min(left, column);
        right = Math.max(right, column);
        top = Math.min(top, row);
        bottom = Math.max(bottom, row);
        x += column;
        y += row;
        strength += itsStrength;
        zones |= itsZones;
    }

    /** Turns sums into means. */
    void finish() {
        x /= cells;
        y /= cells;
        strength /= cells;
    }

    void copy(Blob other) {
        cells = other.cells;
        left = other.left;
        top = other.top;
        right = other.right;
        bottom = other.bottom;
        x = other.x;
        y = other.y;
        strength = other.strength;
        zones = other.zones;
    }

    int width() {
        return right - left + 1;
    }

    int height() {
        return bottom - top + 1;
    }
}
