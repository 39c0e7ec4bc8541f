package io.framelog.detection.motion;

import java.util.Arrays;

/**
 * The scene without the things that move. It follows the light quickly, takes in what has stood still for some seconds,
 * and leaves out what moves. For one thread.
 */
final class Background {
    /** The part of a new picture that is taken in where nothing has changed. */
    private static final float RATE = 0.12f;
    /** The same of something that has stood still. */
    private static final float STILL_RATE = 0.15f;
    /** Samples after which a thing that stands still is taken in: 5 seconds at 5 a second. */
    private static final int STILL_SAMPLES = 25;

    private static final float BRIGHTEST = 255;

    private final Grid grid;
    private final float[] picture;
    private final byte[] still;

    Background(Grid grid) {
        this.grid = grid;
        picture = new float[grid.pixels()];
        still = new byte[grid.cells()];
    }

    float[] picture() {
        return picture;
    }

    /** Takes a picture as the scene. */
    void set(float[] present) {
        System.arraycopy(present, 0, picture, 0, picture.length);
        Arrays.fill(still, (byte) 0);
    }

    /**
     * Learns from a picture.
     *
     * @param changed cells that differ from the background
     * @param active cells that have changed a moment ago
     * @param held cells that are covered by what may be a thing
     * @param gain by which the background becomes as bright as the picture
     * @param offset the same
     * @param samples pictures seen before
     */
    void learn(
            float[] present,
            boolean[] changed,
            boolean[] active,
            boolean[] held,
            float gain,
            float offset,
            int samples) {
        float rate = Math.max(RATE, 1f / (samples + 1));
        boolean young = samples < MotionDetector.WARM_UP;
        int width = grid.width();
        for (int row = 0, cell = 0; row < grid.rows(); row++) {
            int at = row * Grid.CELL * width;
            for (int column = 0; column < grid.columns(); column++, cell++, at += Grid.CELL) {
                boolean other = changed[cell] && !young;
                count(cell, other, active[cell]);
                if (!other && !held[cell]) {
                    blend(at, present, rate);
                    blend(at + width, present, rate);
                } else if (still[cell] > STILL_SAMPLES) {
                    blend(at, present, STILL_RATE);
                    blend(at + width, present, STILL_RATE);
                } else {
                    light(at, gain, offset);
                    light(at + width, gain, offset);
                }
            }
        }
    }

    /** Takes in at once what differs now. */
    void accept(float[] present, boolean[] changed) {
        int width = grid.width();
        for (int cell = 0; cell < changed.length; cell++) {
            if (changed[cell]) {
                int at = cell / grid.columns() * Grid.CELL * width + cell % grid.columns() * Grid.CELL;
                blend(at, present, 1);
                blend(at + width, present, 1);
            }
        }
    }

    private void count(int cell, boolean changed, boolean active) {
        if (!changed) {
            still[cell] = 0;
        } else if (active) {
            still[cell] = (byte) Math.max(0, still[cell] - 2);
        } else if (still[cell] < Byte.MAX_VALUE) {
            still[cell]++;
        }
    }

    private void blend(int at, float[] present, float rate) {
        picture[at] += rate * (present[at] - picture[at]);
        picture[at + 1] += rate * (present[at + 1] - picture[at + 1]);
    }

    /** The background behind a thing follows the light of the rest. */
    private void light(int at, float gain, float offset) {
        picture[at] = lit(picture[at], gain, offset);
        picture[at + 1] = lit(picture[at + 1], gain, offset);
    }

    private static float lit(float pixel, float gain, float offset) {
        return pixel + RATE * (Math.max(0, Math.min(BRIGHTEST, gain * pixel + offset)) - pixel);
    }
}
