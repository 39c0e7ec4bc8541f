package io.framelog.benchmarks.camera;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;

/** JPEGs of a wanted length: a moving box on a noisy ground, noisier for longer ones. The same ones at every run. */
public final class SyntheticPictures {
    /** So many halvings of the noise's range come close to the wanted length. */
    private static final int STEPS = 6;

    private final int width;
    private final int height;

    /** @param width in pixels */
    public SyntheticPictures(int width, int height) {
        this.width = width;
        this.height = height;
    }

    /**
     * Makes pictures that differ.
     *
     * @param bytes each one's length, about
     */
    public List<byte[]> make(int count, int bytes) {
        int least = 0;
        int most = 256;
        for (int step = 0; step < STEPS; step++) {
            int noise = (least + most) / 2;
            if (picture(0, noise).length > bytes) {
                most = noise;
            } else {
                least = noise;
            }
        }
        List<byte[]> pictures = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            pictures.add(picture(number, least));
        }
        return pictures;
    }

    private byte[] picture(int number, int noise) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        SplittableRandom random = new SplittableRandom(number);
        int[] row = new int[width];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int grey = Math.min(255, 64 + 128 * x / width + (noise == 0 ? 0 : random.nextInt(noise)) / 4);
                row[x] = (grey << 16) | (grey << 8) | grey;
            }
            image.setRGB(0, y, width, 1, row, 0, width);
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
