package io.framelog.benchmarks.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/**
 * JPEGs of a given length: a moving box on a noisy ground. More noise makes them longer. Each run makes the same ones.
 */
public final class SyntheticPictures {
    private static final int NOISES = 256;
    /** How finely the noise is chosen. */
    private static final int NOISE_STEP = 4;

    private SyntheticPictures() {}

    /**
     * Makes pictures that differ.
     *
     * @param bytes the greatest length of the first; the others are about as long
     */
    public static List<byte[]> make(int width, int height, int count, int bytes) {
        int noise = 0;
        for (int step = NOISES / 2; step >= NOISE_STEP; step /= 2) {
            noise += picture(width, height, 0, noise + step).length <= bytes ? step : 0;
        }
        int found = noise;
        return IntStream.range(0, count)
                .mapToObj(number -> picture(width, height, number, found))
                .toList();
    }

    private static byte[] picture(int width, int height, int number, int noise) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(number);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int grey = Math.min(255, 64 + 128 * x / width + (noise == 0 ? 0 : random.nextInt(noise)) / 4);
                image.setRGB(x, y, grey * 0x010101);
            }
        }
        Graphics2D graphics = image.createGraphics();
        graphics.setColor(Color.ORANGE);
        graphics.fillRect(number * width / 16 % width, height / 3, width / 8, height / 8);
        graphics.dispose();
        ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "jpeg", jpeg);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jpeg.toByteArray();
    }
}
