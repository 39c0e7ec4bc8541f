package io.framelog.detection.motion;

import java.util.Arrays;

/** Finds what moves, sample by sample. */
public final class MotionDetector {
    static float tauB = 6f;
    static float tauL = 5f;
    static float kappa = 0.12f;
    static float bound = 2.2f;
    static float betaB = 0.15f;
    static int leastCells = 8;
    static float peakShare = 1.4f;
    static int lag = 2;
    static int warm = 8;
    public static boolean debug = false;

    private final Grid grid;
    private final float[] background;
    private float[] current;
    private float[] moved;
    private final float[][] past = new float[lag][];
    private final float[] pastGain = new float[lag];
    private final float[] pastOffset = new float[lag];
    private int samples;

    private final float[] mI, mB, mL, vI, vB, vL, cB, cL, rowSums;
    private final float[] tB, tL;
    private final float[] noiseB, noiseL, peakB, peakL;
    private final int[] still;
    private final boolean[] foreground, active, moving, frozen;
    private final Illumination light = new Illumination();
    private final Alignment alignment = new Alignment();
    private final Blobs blobs = new Blobs();
    private final Track[] tracks = new Track[24];

    public final Result result = new Result();

    /** What one sample showed. */
    public static final class Result {
        public boolean motion;
        /** Of newly confirmed: begin. */
        public long sinceMicros;
        public long sincePosition;
        public StringBuilder note = new StringBuilder();
    }

    public MotionDetector(int width, int height) {
        grid = new Grid(width, height);
        int p = grid.pixels();
        int c = grid.cells();
        background = new float[p];
        current = new float[p];
        moved = new float[p];
        for (int i = 0; i < lag; i++) {
            past[i] = new float[p];
        }
        mI = new float[c];
        mB = new float[c];
        mL = new float[c];
        vI = new float[c];
        vB = new float[c];
        vL = new float[c];
        cB = new float[c];
        cL = new float[c];
        rowSums = new float[c];
        tB = new float[c];
        tL = new float[c];
        noiseB = new float[c];
        noiseL = new float[c];
        peakB = new float[c];
        peakL = new float[c];
        still = new int[c];
        foreground = new boolean[c];
        active = new boolean[c];
        moving = new boolean[c];
        frozen = new boolean[c];
        for (int i = 0; i < tracks.length; i++) {
            tracks[i] = new Track();
        }
    }

    public Result sample(byte[] luma, long micros, long position) {
        result.motion = false;
        result.note.setLength(0);
        for (int i = 0; i < current.length; i++) {
            current[i] = luma[i] & 0xFF;
        }
        if (samples == 0) {
            System.arraycopy(current, 0, background, 0, current.length);
            Arrays.fill(noiseB, 2);
            Arrays.fill(noiseL, 2);
        }
        light.fit(grid, background, current);
        if (samples > 0 && alignment.align(grid, background, light, current, moved)) {
            float[] swap = current;
            current = moved;
            moved = swap;
        }
        int slot = samples % lag;
        float[] before = samples >= lag ? past[slot] : background;
        float gain = light.gain();
        float offset = light.offset();
        float lagGain = samples >= lag ? clamp(gain / pastGain[slot]) : gain;
        float lagOffset = samples >= lag ? offset - lagGain * pastOffset[slot] : offset;
        compare(before, gain, offset, lagGain, lagOffset);
        if (samples >= 2) {
            classify();
            track(micros, position);
        }
        learn(gain, offset);
        System.arraycopy(current, 0, past[slot], 0, current.length);
        pastGain[slot] = gain;
        pastOffset[slot] = offset;
        samples++;
        return result;
    }

    private static float clamp(float g) {
        return Math.max(Illumination.MIN_GAIN, Math.min(Illumination.MAX_GAIN, g));
    }

    private void means(float[] a, float[] out) {
        Moments.sumCells(grid, a, out);
        Moments.toWindowMeans(grid, out, rowSums);
    }

    private void means(float[] a, float[] b, float[] out) {
        Moments.sumCells(grid, a, b, out);
        Moments.toWindowMeans(grid, out, rowSums);
    }

    private void compare(float[] before, float gain, float offset, float lagGain, float lagOffset) {
        means(current, mI);
        means(background, mB);
        means(before, mL);
        means(current, current, vI);
        means(background, background, vB);
        means(before, before, vL);
        means(current, background, cB);
        means(current, before, cL);
        int columns = grid.columns();
        int rows = grid.rows();
        for (int row = 0, i = 0; row < rows; row++) {
            int up = row == 0 ? 0 : -columns;
            int down = row == rows - 1 ? 0 : columns;
            for (int column = 0; column < columns; column++, i++) {
                int left = column == 0 ? 0 : -1;
                int right = column == columns - 1 ? 0 : 1;
                float i1 = mI[i];
                float b1 = mB[i];
                float l1 = mL[i];
                float i2 = Math.max(0, vI[i] - i1 * i1);
                float b2 = Math.max(0, vB[i] - b1 * b1);
                float l2 = Math.max(0, vL[i] - l1 * l1);
                float ix = mI[i + right] - mI[i + left];
                float iy = mI[i + down] - mI[i + up];
                float common = cB[i] - i1 * b1;
                float a = Structure.gain(i2, b2, common, betaB, gain / bound, gain * bound);
                float q = i2 - 2 * a * common + a * a * b2;
                float x = ix - a * (mB[i + right] - mB[i + left]);
                float y = iy - a * (mB[i + down] - mB[i + up]);
                float d = kappa * (i1 - gain * b1 - offset);
                tB[i] = Math.max(0, (q - plane * (x * x + y * y) - d * d) / (1 + betaB * a * a));
                common = cL[i] - i1 * l1;
                a = Structure.gain(i2, l2, common, 1, lagGain / bound, lagGain * bound);
                q = i2 - 2 * a * common + a * a * l2;
                x = ix - a * (mL[i + right] - mL[i + left]);
                y = iy - a * (mL[i + down] - mL[i + up]);
                d = kappa * (i1 - lagGain * l1 - lagOffset);
                tL[i] = Math.max(0, (q - plane * (x * x + y * y) - d * d) / (1 + a * a));
            }
        }
    }

    /** 35/12 by the square of a step of 4 pixels. */
    static float plane = 35f / 12 / 16;

    private final int[] levels = new int[128];

    /** The lower quartile of values relative to their noise. */
    private float quartile(float[] t, float[] noise) {
        Arrays.fill(levels, 0);
        for (int i = 0; i < t.length; i++) {
            levels[(int) Math.min(127, t[i] / noise[i] * 10)]++;
        }
        int below = 0;
        int level = 0;
        for (; level < 127; level++) {
            below += levels[level];
            if (below > t.length / 4) {
                break;
            }
        }
        return (level + 0.5f) / 10;
    }

    private int changed;
    private float factorB = 1;
    private float factorL = 1;

    private void classify() {
        factorB = Math.max(1, quartile(tB, noiseB) / 0.75f);
        factorL = Math.max(1, quartile(tL, noiseL) / 0.75f);
        changed = 0;
        for (int i = 0; i < tB.length; i++) {
            float limitB = Math.max(tauB * noiseB[i] * factorB, peakShare * peakB[i]);
            float limitL = Math.max(tauL * noiseL[i] * factorL, peakShare * peakL[i]);
            foreground[i] = tB[i] > limitB;
            active[i] = tL[i] > limitL;
            if (foreground[i]) {
                changed++;
            }
        }
        int columns = grid.columns();
        int rows = grid.rows();
        for (int r = 0; r < rows; r++) {
            for (int c = 0; c < columns; c++) {
                int i = r * columns + c;
                boolean near = active[i]
                        || (c > 0 && active[i - 1])
                        || (c < columns - 1 && active[i + 1])
                        || (r > 0 && active[i - columns])
                        || (r < rows - 1 && active[i + columns]);
                moving[i] = foreground[i] && near;
            }
        }
    }

    static int confirmHits = 5;
    static long confirmMicros = 700_000;
    static float leastTravel = 2.5f;
    static int maxBlobs = 10;

    private void track(long micros, long position) {
        blobs.find(grid, moving, active, tB, leastCells, 2);
        int n = blobs.count();
        if (debug) {
            result.note.append(String.format(
                    "g %.2f o %.0f sh %.2f %.2f f %.2f %.2f F %d blobs %d",
                    light.gain(), light.offset(), alignment.right(), alignment.down(), factorB, factorL, changed, n));
            for (int i = 0; i < n && i < 6; i++) {
                Blob b = blobs.get(i);
                result.note.append(String.format(
                        " [%d/%d %d,%d %dx%d s%.0f]", b.cells, b.active, b.left, b.top, b.width(), b.height(), b.strength));
            }
        }
        boolean speckled = n > maxBlobs;
        // nearest first, greedily
        while (true) {
            Track bestTrack = null;
            Blob bestBlob = null;
            float best = Float.MAX_VALUE;
            for (Track t : tracks) {
                if (!t.used || t.lastMicros == micros) {
                    continue;
                }
                float px = t.x + t.speedX * (t.missed + 1);
                float py = t.y + t.speedY * (t.missed + 1);
                float reach = t.hits == 1 ? 14 : 8 + 2 * t.missed;
                for (int i = 0; i < n; i++) {
                    Blob b = blobs.get(i);
                    if (b.taken) {
                        continue;
                    }
                    float gapX = Math.max(0, Math.abs(b.x - px) - b.width() * 0.25f);
                    float gapY = Math.max(0, Math.abs(b.y - py) - b.height() * 0.25f);
                    float distance = (float) Math.hypot(gapX, gapY);
                    if (distance < reach && distance < best) {
                        best = distance;
                        bestTrack = t;
                        bestBlob = b;
                    }
                }
            }
            if (bestTrack == null || bestBlob == null) {
                break;
            }
            bestBlob.taken = true;
            bestTrack.take(bestBlob, micros, position);
        }
        for (Track t : tracks) {
            if (t.used && t.lastMicros != micros) {
                t.miss();
                if (t.missed > (t.confirmed ? 5 : 1)) {
                    t.used = false;
                }
            }
        }
        if (!speckled && samples >= warm) {
            for (int i = 0; i < n; i++) {
                Blob b = blobs.get(i);
                if (!b.taken) {
                    for (Track t : tracks) {
                        if (!t.used) {
                            t.begin(b, micros, position);
                            break;
                        }
                    }
                }
            }
        }
        Arrays.fill(frozen, false);
        for (Track t : tracks) {
            if (!t.used) {
                continue;
            }
            if (!t.confirmed
                    && t.lastMicros == micros
                    && t.hits >= confirmHits
                    && t.lastMicros - t.firstMicros >= confirmMicros
                    && t.travelled >= leastTravel
                    && t.travelled >= 0.4f * t.path) {
                t.confirmed = true;
                result.sinceMicros = t.firstMicros;
                result.sincePosition = t.firstPosition;
                result.motion = true;
            }
            if (t.confirmed && t.lastMicros == micros) {
                if (!result.motion) {
                    result.sinceMicros = micros;
                    result.sincePosition = position;
                }
                result.motion = true;
            }
            if (debug) {
                result.note.append(String.format(
                        " <%s h%d m%d tr %.1f path %.1f>", t.confirmed ? "C" : "c", t.hits, t.missed, t.travelled, t.path));
            }
            if (t.hits >= 3 && t.missed <= 1) {
                freeze(t);
            }
        }
    }

    private void freeze(Track t) {
        int columns = grid.columns();
        for (int r = Math.max(0, t.top - 2); r <= Math.min(grid.rows() - 1, t.bottom + 2); r++) {
            for (int c = Math.max(0, t.left - 2); c <= Math.min(columns - 1, t.right + 2); c++) {
                frozen[r * columns + c] = true;
            }
        }
    }

    static float rate = 0.12f;
    static int absorbAfter = 25;

    private void learn(float gain, float offset) {
        int columns = grid.columns();
        int width = grid.width();
        boolean young = samples < warm;
        float noiseRate = samples < 20 ? 0.15f : 0.04f;
        for (int r = 0; r < grid.rows(); r++) {
            for (int c = 0; c < columns; c++) {
                int i = r * columns + c;
                boolean own = foreground[i] && samples >= 2;
                if (own && !active[i]) {
                    still[i]++;
                } else if (!own) {
                    still[i] = 0;
                } else {
                    still[i] = Math.max(0, still[i] - 2);
                }
                float a = young ? Math.max(rate, 1f / (samples + 1)) : !own ? rate : still[i] > absorbAfter ? 0.15f : 0;
                int at = r * 2 * width + 2 * c;
                if (a > 0) {
                    blend(at, a);
                    blend(at + 1, a);
                    blend(at + width, a);
                    blend(at + width + 1, a);
                } else {
                    relight(at, gain, offset);
                    relight(at + 1, gain, offset);
                    relight(at + width, gain, offset);
                    relight(at + width + 1, gain, offset);
                }
                if (samples >= 1) {
                    if (!own) {
                        noiseB[i] += noiseRate * (Math.min(tB[i], 4 * noiseB[i]) - noiseB[i]);
                        noiseB[i] = Math.max(0.3f, noiseB[i]);
                    }
                    if (!active[i]) {
                        noiseL[i] += noiseRate * (Math.min(tL[i], 4 * noiseL[i]) - noiseL[i]);
                        noiseL[i] = Math.max(0.3f, noiseL[i]);
                    }
                    if (!frozen[i]) {
                        peakB[i] = peak(peakB[i], tB[i]);
                        peakL[i] = peak(peakL[i], tL[i]);
                    }
                }
            }
        }
    }

    private static float peak(float peak, float t) {
        return t > peak ? peak + 0.3f * (t - peak) : peak * 0.997f;
    }

    private void blend(int at, float a) {
        background[at] += a * (current[at] - background[at]);
    }

    private void relight(int at, float gain, float offset) {
        float target = Math.max(0, Math.min(255, gain * background[at] + offset));
        background[at] += rate * (target - background[at]);
    }
}
