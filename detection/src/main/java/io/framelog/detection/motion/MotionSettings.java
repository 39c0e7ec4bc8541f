package io.framelog.detection.motion;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What counts as motion in one stream, and when an event of it ends. Immutable.
 *
 * @param sensitivity 1 to 10, 5 is usual: the higher, the fainter and smaller things are found
 * @param zones by name; if there are any, only motion that touches one counts
 * @param ignored what is not looked at
 * @param quiet how long nothing must move until an event ends. Empty: 10 seconds, or 1.5 seconds after the scene is
 *     again as it was before
 */
public record MotionSettings(
        int sensitivity, Map<String, List<Polygon>> zones, List<Polygon> ignored, Optional<Duration> quiet) {
    /** The usual settings. */
    public static final MotionSettings USUAL = new MotionSettings(5, Map.of(), List.of(), Optional.empty());

    /** The most zones of a stream. */
    public static final int MOST_ZONES = 31;

    /** @throws IllegalArgumentException if the sensitivity or the number of zones is out of range */
    public MotionSettings {
        Thresholds.require(sensitivity);
        if (zones.size() > MOST_ZONES) {
            throw new IllegalArgumentException(
                    "a stream can have at most " + MOST_ZONES + " zones, not " + zones.size());
        }
        Map<String, List<Polygon>> copy = new LinkedHashMap<>();
        zones.forEach((name, polygons) -> copy.put(name, List.copyOf(polygons)));
        zones = Collections.unmodifiableMap(copy);
        ignored = List.copyOf(ignored);
    }

    /** The names of the zones whose bits are set. */
    List<String> names(int bits) {
        List<String> names = new ArrayList<>();
        int bit = 1;
        for (String name : zones.keySet()) {
            if ((bits & bit) != 0) {
                names.add(name);
            }
            bit <<= 1;
        }
        return List.copyOf(names);
    }

    /** The bits of zones; those that are not known any more are left out. */
    int bits(List<String> names) {
        int bits = 0;
        int bit = 1;
        for (String name : zones.keySet()) {
            bits |= names.contains(name) ? bit : 0;
            bit <<= 1;
        }
        return bits;
    }
}
