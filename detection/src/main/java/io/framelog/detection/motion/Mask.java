package io.framelog.detection.motion;

import java.util.List;

/** Which cells belong to which zone. Immutable. */
final class Mask {
    private static final int IGNORED = Integer.MIN_VALUE;

    private final int[] zones;

    /** The cells whose middle is in the polygons. Without zones, the whole picture is one. */
    Mask(Grid grid, MotionSettings settings) {
        zones = new int[grid.cells()];
        for (int row = 0, cell = 0; row < grid.rows(); row++) {
            for (int column = 0; column < grid.columns(); column++, cell++) {
                double x = (column + 0.5) / grid.columns();
                double y = (row + 0.5) / grid.rows();
                zones[cell] = isIn(settings.ignored(), x, y) ? IGNORED : bits(settings, x, y);
            }
        }
    }

    private static int bits(MotionSettings settings, double x, double y) {
        if (settings.zones().isEmpty()) {
            return 1;
        }
        int bits = 0;
        int bit = 1;
        for (List<Polygon> zone : settings.zones().values()) {
            bits |= isIn(zone, x, y) ? bit : 0;
            bit <<= 1;
        }
        return bits;
    }

    private static boolean isIn(List<Polygon> polygons, double x, double y) {
        return polygons.stream().anyMatch(polygon -> polygon.contains(x, y));
    }

    boolean isLookedAt(int cell) {
        return zones[cell] != IGNORED;
    }

    /** A bit for each zone that the cell is in. The cell must be looked at. */
    int zones(int cell) {
        return zones[cell];
    }
}
