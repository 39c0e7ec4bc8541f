package io.framelog.detection.motion;

/** A connected region of cells that have changed. Reused from sample to sample. */
final class Blob {
    int cells;
    int active;
    int left;
    int top;
    int right;
    int bottom;
    float x;
    float y;
    float strength;
    boolean taken;

    int width() {
        return right - left + 1;
    }

    int height() {
        return bottom - top + 1;
    }
}
