package io.framelog.viewer.detect;

import io.framelog.cli.UsageFailure;
import io.framelog.detection.motion.Polygon;
import io.framelog.frame.StreamName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Zones and ignored parts, as options name them. Immutable.
 *
 * @param zones those in which motion counts
 * @param ignored those in which it does not
 */
public record Zones(List<Area> zones, List<Area> ignored) {
    /**
     * A polygon in the picture of a stream.
     *
     * @param stream empty: in every stream
     * @param name empty for an ignored part
     */
    public record Area(Optional<StreamName> stream, String name, Polygon polygon) {
        private boolean isIn(Optional<StreamName> its) {
            return stream.isEmpty() || its.isEmpty() || stream.equals(its);
        }
    }

    /**
     * Reads options.
     *
     * @param zones such as {@code door=0,0 1,0 1,1} or {@code front:door=0,0 1,0 1,1}
     * @param ignored such as {@code 0,0 1,0 1,1} or {@code front=0,0 1,0 1,1}
     * @throws UsageFailure for those that are wrong
     */
    public static Zones parse(List<String> zones, List<String> ignored) {
        return new Zones(
                zones.stream().map(Zones::zone).toList(),
                ignored.stream().map(Zones::ignored).toList());
    }

    private static Area zone(String option) {
        int equals = option.lastIndexOf('=');
        int colon = equals < 0 ? -1 : option.lastIndexOf(':', equals);
        String name = equals < 0 ? "" : option.substring(colon + 1, equals).strip();
        if (name.isEmpty()) {
            throw new UsageFailure("--zone " + option + ": write NAME=x,y x,y x,y, such as door=0.4,0 0.6,0 0.6,1");
        }
        return new Area(stream("--zone", option, colon), name, polygon("--zone", option, equals));
    }

    private static Area ignored(String option) {
        int equals = option.lastIndexOf('=');
        return new Area(stream("--ignore", option, equals), "", polygon("--ignore", option, equals));
    }

    private static Optional<StreamName> stream(String option, String text, int end) {
        if (end < 0) {
            return Optional.empty();
        }
        String name = text.substring(0, end);
        if (!StreamName.isValid(name)) {
            throw new UsageFailure(option + " " + text + ": '" + name + "' cannot be the name of a stream");
        }
        return Optional.of(new StreamName(name));
    }

    private static Polygon polygon(String option, String text, int equals) {
        try {
            return Polygon.parse(text.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(option + " " + text + ": " + e.getMessage(), e);
        }
    }

    /** The zones of a stream, by name; polygons with the same name are one zone. Empty for a file: those of all. */
    public Map<String, List<Polygon>> of(Optional<StreamName> stream) {
        Map<String, List<Polygon>> named = new LinkedHashMap<>();
        zones.stream().filter(area -> area.isIn(stream)).forEach(area -> named.computeIfAbsent(
                        area.name(), unused -> new ArrayList<>())
                .add(area.polygon()));
        return named;
    }

    /** What is ignored in a stream. Empty for a file: what is ignored in all. */
    public List<Polygon> ignoredOf(Optional<StreamName> stream) {
        return ignored.stream()
                .filter(area -> area.isIn(stream))
                .map(Area::polygon)
                .toList();
    }
}
