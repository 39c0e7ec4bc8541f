package io.framelog.detection.motion;

import java.util.ArrayList;
import java.util.List;

/**
 * A polygon in fractions of the picture, from its upper left corner. Immutable.
 *
 * @param corners at least three
 */
public record Polygon(List<Point> corners) {
    private static final int LEAST_CORNERS = 3;

    /**
     * A corner.
     *
     * @param x 0 (left) to 1 (right)
     * @param y 0 (top) to 1 (bottom)
     */
    public record Point(double x, double y) {}

    /** @throws IllegalArgumentException if there are fewer than three corners, or one is outside the picture */
    public Polygon {
        corners = List.copyOf(corners);
        if (corners.size() < LEAST_CORNERS) {
            throw new IllegalArgumentException("a polygon needs at least " + LEAST_CORNERS + " corners");
        }
        for (Point corner : corners) {
            if (!(corner.x() >= 0 && corner.x() <= 1 && corner.y() >= 0 && corner.y() <= 1)) {
                throw new IllegalArgumentException(
                        "x and y must be between 0 and 1, not " + corner.x() + "," + corner.y());
            }
        }
    }

    /**
     * Reads corners such as {@code 0,0.5 1,0.5 1,1 0,1}.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static Polygon parse(String text) {
        List<Point> corners = new ArrayList<>();
        for (String corner : text.strip().split("\\s+", -1)) {
            String[] numbers = corner.split(",", -1);
            try {
                if (numbers.length != 2) {
                    throw new NumberFormatException();
                }
                corners.add(new Point(Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1])));
            } catch (NumberFormatException e) {
                throw new IllegalArgumentException("'" + corner + "' is no corner: write x,y x,y x,y, each 0 to 1", e);
            }
        }
        return new Polygon(corners);
    }

    /** Whether a point is inside (crossings of a ray to the right are odd). */
    public boolean contains(double x, double y) {
        boolean inside = false;
        Point last = corners.get(corners.size() - 1);
        for (Point corner : corners) {
            if (corner.y() > y != last.y() > y
                    && x < (last.x() - corner.x()) * (y - corner.y()) / (last.y() - corner.y()) + corner.x()) {
                inside = !inside;
            }
            last = corner;
        }
        return inside;
    }
}
