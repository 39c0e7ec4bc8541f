package io.framelog.viewer;

import io.framelog.ffmpeg.testing.Images;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** Pictures of a room that somebody crosses. Thread-safe. */
final class Visit {
    static final int FPS = 5;

    private static final int NOBODY = -1;
    private static final Map<Integer, byte[]> PICTURES = new ConcurrentHashMap<>();

    private final double from;
    private final double to;

    /** Somebody is in the room from one second to another. */
    Visit(double from, double to) {
        this.from = from;
        this.to = to;
    }

    /** The room at this second, as a JPEG. */
    byte[] picture(double second) {
        int person = second >= from && second < to ? (int) (20 + 40 * (second - from)) : NOBODY;
        return PICTURES.computeIfAbsent(person, Visit::paint);
    }

    private static byte[] paint(int person) {
        BufferedImage picture = new BufferedImage(320, 180, BufferedImage.TYPE_INT_RGB);
        Graphics2D painter = picture.createGraphics();
        Random chance = new Random(1);
        for (int i = 0; i < 200; i++) {
            int level = 60 + chance.nextInt(120);
            painter.setColor(new Color(level, level, level));
            painter.fillRect(chance.nextInt(320), chance.nextInt(180), chance.nextInt(60), chance.nextInt(40));
        }
        if (person != NOBODY) {
            painter.setColor(Color.WHITE);
            painter.fillRect(person, 60, 24, 70);
        }
        painter.dispose();
        return Images.bytes(Images.jpeg(picture));
    }
}
