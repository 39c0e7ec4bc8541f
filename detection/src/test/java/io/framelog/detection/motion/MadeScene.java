package io.framelog.detection.motion;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A camera's pictures with made events. The same seed gives the same pictures. */
final class MadeScene {
    static final int WIDTH = 160;
    static final int HEIGHT = 90;
    static final int FPS = 5;

    /** Something that changes the picture. */
    @FunctionalInterface
    interface Effect {
        /**
         * Changes a picture.
         *
         * @param picture levels, row by row
         * @param t seconds
         */
        void apply(float[] picture, double t);

        /** The same effect from a moment on; its time begins then. */
        default Effect from(double begin) {
            return (picture, t) -> {
                if (t >= begin) {
                    apply(picture, t - begin);
                }
            };
        }
    }

    private final float[] background;
    private final Random random;
    private final List<Effect> effects = new ArrayList<>();
    private double noise = 1;

    MadeScene(long seed) {
        random = new Random(seed);
        background = texture(WIDTH * HEIGHT, seed);
    }

    /** Grey rectangles of all sizes, as of walls, windows and stones. */
    private static float[] texture(int pixels, long seed) {
        Random chance = new Random(seed);
        float[] picture = new float[pixels];
        java.util.Arrays.fill(picture, 110);
        for (int i = 0; i < 150; i++) {
            int left = chance.nextInt(WIDTH);
            int top = chance.nextInt(HEIGHT);
            int right = Math.min(WIDTH, left + 2 + chance.nextInt(30));
            int bottom = Math.min(HEIGHT, top + 2 + chance.nextInt(20));
            float level = 50 + chance.nextInt(120);
            for (int y = top; y < bottom; y++) {
                java.util.Arrays.fill(picture, y * WIDTH + left, y * WIDTH + right, level);
            }
        }
        return picture;
    }

    MadeScene with(Effect effect) {
        effects.add(effect);
        return this;
    }

    /** The standard deviation of the noise; 1 if not set. */
    MadeScene noise(double deviation) {
        noise = deviation;
        return this;
    }

    /** Pictures of another scene replace those of this one. */
    static Effect otherScene(long seed) {
        float[] other = texture(WIDTH * HEIGHT, seed);
        return (picture, t) -> System.arraycopy(other, 0, picture, 0, picture.length);
    }

    /** A striped thing that moves on a level line, in pixels and pixels a second, for some seconds. */
    static Effect thing(double left, int top, int width, int height, double speed, double seconds, float contrast) {
        return (picture, t) -> {
            if (t >= seconds) {
                return;
            }
            int x0 = (int) Math.round(left + speed * t);
            for (int y = top; y < Math.min(HEIGHT, top + height); y++) {
                for (int x = Math.max(0, x0); x < Math.min(WIDTH, x0 + width); x++) {
                    boolean stripe = (x - x0) / 4 % 2 == 0 ^ (y - top) / 6 % 2 == 0;
                    int i = y * WIDTH + x;
                    picture[i] += contrast * ((stripe ? 40 : 200) - picture[i]);
                }
            }
        };
    }

    /** A person who crosses the whole picture. */
    static Effect person() {
        return thing(-12, 40, 12, 28, 30, (WIDTH + 12) / 30.0, 1);
    }

    /** A soft spot of light: levels are multiplied by up to 1 + strength. */
    static Effect glow(double x, double y, double wide, double high, double strength) {
        return (picture, t) -> {
            for (int row = 0, i = 0; row < HEIGHT; row++) {
                for (int column = 0; column < WIDTH; column++, i++) {
                    double dx = (column - x) / wide;
                    double dy = (row - y) / high;
                    picture[i] *= (float) (1 + strength * Math.exp(-dx * dx - dy * dy));
                }
            }
        };
    }

    /** A factor for each column and time. */
    interface Shade {
        double factor(double x, double t);
    }

    static Effect shade(Shade shade) {
        return (picture, t) -> {
            for (int i = 0; i < picture.length; i++) {
                picture[i] *= (float) shade.factor(i % WIDTH, t);
            }
        };
    }

    /** Moves the whole picture by parts of a pixel, another way each time. */
    Effect shake(double pixels) {
        return (picture, t) -> {
            double right = random.nextGaussian() * pixels;
            double down = random.nextGaussian() * pixels;
            float[] still = picture.clone();
            for (int y = 0, i = 0; y < HEIGHT; y++) {
                for (int x = 0; x < WIDTH; x++, i++) {
                    picture[i] = between(still, x + right, y + down);
                }
            }
        };
    }

    private static float between(float[] picture, double x, double y) {
        double inX = Math.max(0, Math.min(WIDTH - 1.001, x));
        double inY = Math.max(0, Math.min(HEIGHT - 1.001, y));
        int left = (int) inX;
        int top = (int) inY;
        double partX = inX - left;
        double partY = inY - top;
        int i = top * WIDTH + left;
        return (float) ((1 - partY) * ((1 - partX) * picture[i] + partX * picture[i + 1])
                + partY * ((1 - partX) * picture[i + WIDTH] + partX * picture[i + WIDTH + 1]));
    }

    /** Bright streaks everywhere, others in each picture. */
    Effect rain() {
        return (picture, t) -> {
            for (int drop = 0; drop < 60; drop++) {
                int x = random.nextInt(WIDTH);
                int y = random.nextInt(HEIGHT);
                for (int i = 0; i < 14; i++) {
                    if (y + i < HEIGHT && x + i / 7 < WIDTH) {
                        picture[(y + i) * WIDTH + x + i / 7] += 20;
                    }
                }
            }
        };
    }

    /** Leaves that wave in a part of the picture. */
    static Effect leaves() {
        return (picture, t) -> {
            float[] still = picture.clone();
            for (int y = 5; y < 40; y++) {
                for (int x = 10; x < 50; x++) {
                    double sway = 2 * Math.sin(2 * Math.PI * 0.7 * t + y / 8.0) + Math.sin(2 * Math.PI * 1.9 * t);
                    picture[y * WIDTH + x] = between(still, x + sway, y);
                }
            }
        };
    }

    /** Digits that change each second in the upper left corner. */
    static Effect clock() {
        return (picture, t) -> {
            Random digits = new Random((long) t);
            for (int digit = 0; digit < 6; digit++) {
                boolean changes = digit == 5 || (digit == 4 && (long) t % 10 == 0);
                Random shape = changes ? digits : new Random(digit);
                for (int i = 0; i < 15; i++) {
                    if (shape.nextBoolean()) {
                        picture[(3 + i / 3 * 2) * WIDTH + 4 + digit * 5 + i % 3] = 255;
                    }
                }
            }
        };
    }

    /** The next picture. */
    byte[] picture(double t) {
        float[] picture = background.clone();
        effects.forEach(effect -> effect.apply(picture, t));
        byte[] luma = new byte[picture.length];
        for (int i = 0; i < luma.length; i++) {
            long level = Math.round(picture[i] + noise * random.nextGaussian());
            luma[i] = (byte) Math.max(0, Math.min(255, level));
        }
        return luma;
    }
}
