package io.framelog.detection.motion;

/**
 * What a detector needs only while it looks at a picture. All detectors of a thread whose pictures have the same size
 * share one. For one thread.
 */
public final class Workspace {
    /** The longest side of the pictures in pixels: larger ones cost more and show no more. */
    public static final int LONGEST_SIDE = 160;

    final Grid grid;
    final float[] read;
    final float[] moved;
    final float[] background;
    final float[] recent;
    final float[] before;
    final boolean[] changed;
    final boolean[] active;
    final boolean[] moving;
    final boolean[] held;
    final boolean[] left;
    final Illumination light;
    final Alignment alignment;
    final Comparison comparison;
    final Blobs blobs;

    /**
     * A workspace for pictures of one size.
     *
     * @param width in pixels, even, 8 at least
     * @param height in pixels, even, 8 at least
     */
    public Workspace(int width, int height) {
        grid = new Grid(width, height);
        read = new float[grid.pixels()];
        moved = new float[grid.pixels()];
        background = new float[grid.cells()];
        recent = new float[grid.cells()];
        before = new float[grid.cells()];
        changed = new boolean[grid.cells()];
        active = new boolean[grid.cells()];
        moving = new boolean[grid.cells()];
        held = new boolean[grid.cells()];
        left = new boolean[grid.cells()];
        light = new Illumination(grid);
        alignment = new Alignment(grid);
        comparison = new Comparison(grid);
        blobs = new Blobs(grid);
    }
}
