package io.framelog.detection.motion;

import java.util.Arrays;

/**
 * Finds what moves in the pictures of one camera. Keeps less than 1 MB, and allocates nothing for a picture. For one
 * thread.
 */
final class MotionDetector {
    /** Pictures from which the scene and its noise are learnt before anything counts. */
    static final int WARM_UP = 8;

    /** The pictures that are compared with the one before the last: a slow thing has come further in two steps. */
    private static final int LAG = 2;
    /** The background is a mean of many pictures, so it has less noise than one. */
    private static final float BACKGROUND_NOISE = 0.15f;

    private static final float RECENT_NOISE = 1;
    /** After a longer gap, the picture before the last tells nothing of motion. */
    private static final long LONGEST_GAP_MICROS = 3_000_000;

    private final Grid grid;
    private final Thresholds thresholds;
    private final Mask mask;
    private final Background background;
    private final Noise noise;
    private final Noise recentNoise;
    private final float[][] past = new float[LAG][];
    private final float[] pastGain = new float[LAG];
    private final float[] pastOffset = new float[LAG];
    private final Remains remains;
    private final Tracks tracks = new Tracks();
    private final SceneWatch scene = new SceneWatch();
    private int samples;
    private long lastMicros;

    MotionDetector(Grid grid, Thresholds thresholds, Mask mask) {
        this.grid = grid;
        this.thresholds = thresholds;
        this.mask = mask;
        background = new Background(grid);
        noise = new Noise(grid.cells());
        recentNoise = new Noise(grid.cells());
        Arrays.setAll(past, i -> new float[grid.pixels()]);
        remains = new Remains(grid, mask, thresholds.background());
    }

    /** Whether the scene is still being learnt, so that nothing is known of what moves. */
    boolean isLearning() {
        return samples < WARM_UP;
    }

    /** What is being followed; those confirmed and seen in this picture are what moves. */
    Tracks tracks() {
        return tracks;
    }

    SceneWatch scene() {
        return scene;
    }

    /** What is left of the things that have moved. */
    Remains remains() {
        return remains;
    }

    /** Keeps the scene as it is without the things that move. */
    void remember() {
        remains.remember(background.picture());
    }

    /** An event is over: takes what differs in the last picture as a part of the scene, and forgets where things were. */
    void settle(Workspace work) {
        background.accept(past[(samples + LAG - 1) % LAG], work.changed);
        remains.forget();
    }

    /**
     * Looks at the next picture.
     *
     * @param luma row by row, 0 (black) to 255
     * @param micros when it was captured
     * @param position where it is kept
     * @param remembers whether there is a scene of before that it is to be compared with
     */
    void look(Workspace work, byte[] luma, long micros, long position, boolean remembers) {
        float brightness = read(luma, work.read);
        boolean gap = Math.abs(micros - lastMicros) > LONGEST_GAP_MICROS;
        lastMicros = micros;
        if (samples == 0) {
            background.set(work.read);
        }
        work.light.fit(background.picture(), work.read);
        float gain = work.light.gain();
        float offset = work.light.offset();
        float[] picture = work.alignment.align(background.picture(), gain, offset, work.read, work.moved)
                ? work.moved
                : work.read;
        int slot = samples % LAG;
        if (samples < LAG || gap) {
            refill(picture, gain, offset);
        }
        compare(work, picture, slot, gain, offset);
        int changed = classify(work);
        watchScene(work, changed, brightness, micros, position);
        if (samples >= WARM_UP && scene.state() == SceneWatch.State.STEADY) {
            work.blobs.find(work.moving, noise, work.background, mask, thresholds.leastCells());
            tracks.follow(work.blobs, thresholds.leastTravel(), micros, position);
        } else {
            tracks.clear();
        }
        if (remembers && !tracks.anyMotion() && !tracks.isCluttered()) {
            remains.look(work, picture, noise, recentNoise, BACKGROUND_NOISE);
        } else {
            remains.clear();
        }
        remains.note(tracks);
        learn(work, picture, gain, offset);
        System.arraycopy(picture, 0, past[slot], 0, picture.length);
        pastGain[slot] = gain;
        pastOffset[slot] = offset;
        samples++;
    }

    private static float read(byte[] luma, float[] picture) {
        int sum = 0;
        for (int i = 0; i < picture.length; i++) {
            int level = luma[i] & 0xFF;
            picture[i] = level;
            sum += level;
        }
        return (float) sum / picture.length;
    }

    private void refill(float[] picture, float gain, float offset) {
        for (int i = 0; i < LAG; i++) {
            System.arraycopy(picture, 0, past[i], 0, picture.length);
            pastGain[i] = gain;
            pastOffset[i] = offset;
        }
    }

    private void compare(Workspace work, float[] picture, int slot, float gain, float offset) {
        float recentGain = Math.max(Illumination.MIN_GAIN, Math.min(Illumination.MAX_GAIN, gain / pastGain[slot]));
        float recentOffset = offset - recentGain * pastOffset[slot];
        work.comparison.look(picture);
        work.comparison.with(picture, background.picture(), gain, offset, BACKGROUND_NOISE, work.background);
        work.comparison.with(picture, past[slot], recentGain, recentOffset, RECENT_NOISE, work.recent);
    }

    /** @return how many cells differ from the background */
    private int classify(Workspace work) {
        noise.measure(work.background);
        recentNoise.measure(work.recent);
        int count = 0;
        for (int i = 0; i < work.changed.length; i++) {
            boolean looked = mask.isLookedAt(i);
            work.changed[i] = looked && noise.exceeds(i, work.background, thresholds.background());
            work.active[i] = looked && recentNoise.exceeds(i, work.recent, thresholds.recent());
            count += work.changed[i] ? 1 : 0;
        }
        int columns = grid.columns();
        int cells = grid.cells();
        for (int i = 0; i < cells; i++) {
            work.moving[i] = work.changed[i]
                    && (work.active[i]
                            || work.active[Math.max(0, i - 1)]
                            || work.active[Math.min(cells - 1, i + 1)]
                            || work.active[Math.max(0, i - columns)]
                            || work.active[Math.min(cells - 1, i + columns)]);
        }
        return count;
    }

    private void watchScene(Workspace work, int changed, float brightness, long micros, long position) {
        if (samples < WARM_UP) {
            return;
        }
        int active = 0;
        for (boolean cell : work.active) {
            active += cell ? 1 : 0;
        }
        float cells = grid.cells();
        SceneWatch.State present = scene.state();
        boolean blind = work.light.gain() <= Illumination.MIN_GAIN;
        scene.look(changed / cells, active / cells, blind, brightness, micros, position);
        if (present == SceneWatch.State.CHANGING && scene.state() == SceneWatch.State.STEADY) {
            samples = 0;
        }
    }

    private void learn(Workspace work, float[] picture, float gain, float offset) {
        if (samples == 0) {
            background.set(picture);
            noise.forget();
            recentNoise.forget();
            return;
        }
        tracks.markBlobs(grid, work.held);
        background.learn(picture, work.changed, work.active, work.held, gain, offset, samples);
        tracks.markThings(grid, work.held);
        remains.mark(work.held);
        noise.learn(work.background, work.changed, work.held, samples);
        recentNoise.learn(work.recent, work.active, work.held, samples);
    }
}
