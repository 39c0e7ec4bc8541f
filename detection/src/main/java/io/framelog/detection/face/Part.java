package io.framelog.detection.face;

import io.framelog.detection.motion.Box;
import io.framelog.frame.ImageSize;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A part of a picture in which faces are looked for, in pixels. Immutable.
 *
 * @param x of the left side
 * @param y of the upper side
 * @param width at least 1
 * @param height at least 1
 */
record Part(int x, int y, int width, int height) {
    /** A square is larger than what moves, because the motion's box may miss a part of the head. */
    private static final double MARGIN = 1.25;

    private static final int LEAST_SIDE = 64;
    private static final double DIGITS = 1000;

    /** The whole picture, and a square round each thing that moves. */
    static Set<Part> of(ImageSize size, List<Box> moving) {
        Set<Part> parts = new LinkedHashSet<>();
        parts.add(new Part(0, 0, size.width(), size.height()));
        moving.forEach(box -> parts.add(square(size, box)));
        return parts;
    }

    private static Part square(ImageSize size, Box box) {
        double wanted = MARGIN * Math.max(box.width() * size.width(), box.height() * size.height());
        int side = (int) Math.max(LEAST_SIDE, Math.round(wanted));
        int width = Math.min(side, size.width());
        int height = Math.min(side, size.height());
        return new Part(
                begin((box.x() + box.width() / 2) * size.width(), width, size.width()),
                begin((box.y() + box.height() / 2) * size.height(), height, size.height()),
                width,
                height);
    }

    private static int begin(double middle, int length, int most) {
        return (int) Math.max(0, Math.min(most - length, Math.round(middle - length / 2.0)));
    }

    /** A face of this part as a face of the whole picture. Parts outside it are cut off. */
    Face place(Face face, ImageSize size) {
        Box box = face.box();
        double left = clamp((x + box.x() * width) / size.width());
        double top = clamp((y + box.y() * height) / size.height());
        double right = clamp((x + (box.x() + box.width()) * width) / size.width());
        double bottom = clamp((y + (box.y() + box.height()) * height) / size.height());
        return new Face(
                new Box(rounded(left), rounded(top), rounded(right - left), rounded(bottom - top)), face.score());
    }

    private static double clamp(double fraction) {
        return Math.max(0, Math.min(1, fraction));
    }

    private static double rounded(double fraction) {
        return Math.round(fraction * DIGITS) / DIGITS;
    }
}
