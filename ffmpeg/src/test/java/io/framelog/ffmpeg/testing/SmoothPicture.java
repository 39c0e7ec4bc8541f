package io.framelog.ffmpeg.testing;

import java.awt.image.BufferedImage;

/**
 * A picture with known pixels. Its colours differ everywhere and change slowly, so that a JPEG of good quality loses
 * little, while a turn, a shift or other colours are noticed.
 */
public final class SmoothPicture {
    private SmoothPicture() {}

    /** In colour. */
    public static BufferedImage colour(int width, int height) {
        return draw(width, height, false);
    }

    /** In greys. */
    public static BufferedImage grey(int width, int height) {
        return draw(width, height, true);
    }

    /** The peak signal-to-noise ratio of two pictures over red, green and blue, in decibels. */
    public static double psnr(BufferedImage expected, BufferedImage actual) {
        if (expected.getWidth() != actual.getWidth() || expected.getHeight() != actual.getHeight()) {
            throw new AssertionError("a size of " + actual.getWidth() + "x" + actual.getHeight() + " and not "
                    + expected.getWidth() + "x" + expected.getHeight());
        }
        long squares = 0;
        for (int y = 0; y < expected.getHeight(); y++) {
            for (int x = 0; x < expected.getWidth(); x++) {
                int a = expected.getRGB(x, y);
                int b = actual.getRGB(x, y);
                for (int shift = 0; shift <= 16; shift += 8) {
                    int off = ((a >> shift) & 0xFF) - ((b >> shift) & 0xFF);
                    squares += (long) off * off;
                }
            }
        }
        double mean = squares / 3.0 / expected.getWidth() / expected.getHeight();
        return mean == 0 ? Double.POSITIVE_INFINITY : 10 * Math.log10(255 * 255 / mean);
    }

    /** Applies a display matrix: a pixel at p, q is shown at a p + c q, b p + d q. */
    public static BufferedImage turn(BufferedImage picture, int a, int b, int c, int d) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        boolean swapped = a == 0;
        BufferedImage turned =
                new BufferedImage(swapped ? height : width, swapped ? width : height, BufferedImage.TYPE_INT_RGB);
        for (int q = 0; q < height; q++) {
            for (int p = 0; p < width; p++) {
                int x = Math.floorMod(a * p + c * q - (a + c < 0 ? 1 : 0), turned.getWidth());
                int y = Math.floorMod(b * p + d * q - (b + d < 0 ? 1 : 0), turned.getHeight());
                turned.setRGB(x, y, picture.getRGB(p, q));
            }
        }
        return turned;
    }

    /** Interpolates linearly, which is exact enough for pictures as smooth as these. */
    public static BufferedImage scale(BufferedImage picture, int width, int height) {
        BufferedImage scaled = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int fromX = (int) Math.min(picture.getWidth() - 1, (x + 0.5) * picture.getWidth() / width);
                int fromY = (int) Math.min(picture.getHeight() - 1, (y + 0.5) * picture.getHeight() / height);
                scaled.setRGB(x, y, picture.getRGB(fromX, fromY));
            }
        }
        return scaled;
    }

    private static BufferedImage draw(int width, int height, boolean grey) {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int red = wave(grey ? x + 1.5 * y : x, 0.010, 0.4);
                int green = grey ? red : wave(y, 0.013, 2.1);
                int blue = grey ? red : wave(x + 2.0 * y, 0.006, 4.0);
                picture.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return picture;
    }

    private static int wave(double at, double slope, double phase) {
        return (int) Math.round(128 + 100 * Math.sin(at * slope + phase));
    }
}
