package io.framelog.detection.motion;

import java.util.Arrays;

/**
 * What is left of the things that have moved: compares with the scene as it was before them, and notices whether one
 * that has stopped still stirs. For one thread.
 */
final class Remains {
    /** Active cells close to a thing that has stopped, which show that it lives. */
    private static final int LEAST_STIRRING = 3;

    /** The same, as a multiple of the noise. */
    private static final float STIRRING = 4;

    /** What a thing leaves behind, such as dirt on the floor, differs less from before than the thing. */
    private static final float CLEARLY = 3;
    /** How far from a thing its edge may stir, in cells. */
    private static final int EDGE = 1;

    private static final float PRESENCE_FALL = 0.98f;
    private static final float PRESENT = 0.2f;

    private final Grid grid;
    private final Mask mask;
    private final float threshold;
    private final float[] before;
    private final float[] presence;
    private int left;
    private boolean stirring;

    /** @param threshold by how much a window must differ from the background, as a multiple of its noise's variance */
    Remains(Grid grid, Mask mask, float threshold) {
        this.grid = grid;
        this.mask = mask;
        this.threshold = CLEARLY * threshold;
        before = new float[grid.pixels()];
        presence = new float[grid.cells()];
    }

    /** How many cells differ from the scene before. */
    int left() {
        return left;
    }

    /** Whether something stirs where a thing has stopped. */
    boolean isStirring() {
        return stirring;
    }

    /** Keeps the scene without the things that move. */
    void remember(float[] background) {
        System.arraycopy(background, 0, before, 0, before.length);
    }

    /** Forgets where things were. */
    void forget() {
        Arrays.fill(presence, 0);
    }

    /** Something moves, or nothing is remembered. */
    void clear() {
        left = grid.cells();
        stirring = false;
    }

    /** Looks for what is left in a picture that the comparison looks at. */
    void look(Workspace work, float[] picture, Noise noise, Noise recentNoise, float ratio) {
        work.light.fit(before, picture);
        work.comparison.with(picture, before, work.light.gain(), work.light.offset(), ratio, work.before);
        left = 0;
        Arrays.fill(work.left, false);
        for (int i = 0; i < presence.length; i++) {
            if (mask.isLookedAt(i) && noise.exceeds(i, work.before, threshold)) {
                left++;
                widen(i, work.left);
            }
        }
        int stirs = 0;
        for (int i = 0; i < presence.length; i++) {
            boolean there = work.left[i] && presence[i] > PRESENT && mask.zones(i) != 0;
            stirs += there && recentNoise.exceeds(i, work.recent, STIRRING) ? 1 : 0;
        }
        stirring = stirs >= LEAST_STIRRING;
    }

    private void widen(int cell, boolean[] cells) {
        int columns = grid.columns();
        for (int row = -EDGE; row <= EDGE; row++) {
            for (int at = cell + row * columns - EDGE; at <= cell + row * columns + EDGE; at++) {
                if (at >= 0 && at < cells.length) {
                    cells[at] = true;
                }
            }
        }
    }

    /** Notes where things are, and forgets slowly where they were. */
    void note(Tracks tracks) {
        for (int i = 0; i < presence.length && !stirring; i++) {
            presence[i] *= PRESENCE_FALL;
        }
        for (Track track : tracks.all()) {
            if (track.isMotion()) {
                Blob box = track.box;
                for (int row = box.top; row <= box.bottom; row++) {
                    Arrays.fill(presence, row * grid.columns() + box.left, row * grid.columns() + box.right + 1, 1);
                }
            }
        }
    }

    /** Adds the cells where things have been lately. */
    void mark(boolean[] cells) {
        for (int i = 0; i < cells.length; i++) {
            cells[i] |= presence[i] > PRESENT;
        }
    }
}
