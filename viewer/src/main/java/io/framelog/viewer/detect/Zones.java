package io.framelog.viewer.detect;

import io.framelog.cli.UsageFailure;
import io.framelog.detection.motion.Polygon;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads zones from options. */
public final class Zones {
    private Zones() {}

    /**
     * The zones of a file, by name. Polygons with the same name are one zone.
     *
     * @param options such as {@code door=0.4,0.2 0.6,0.2 0.6,0.9}; a stream before the name does not count
     */
    public static Map<String, List<Polygon>> ofFile(List<String> options) {
        Map<String, List<Polygon>> zones = new LinkedHashMap<>();
        for (String option : options) {
            int equals = option.lastIndexOf('=');
            String name = equals < 0
                    ? ""
                    : option.substring(option.lastIndexOf(':', equals) + 1, equals)
                            .strip();
            if (name.isEmpty()) {
                throw new UsageFailure("--zone " + option + ": write NAME=x,y x,y x,y, such as door=0.4,0 0.6,0 0.6,1");
            }
            zones.computeIfAbsent(name, unused -> new ArrayList<>()).add(polygon("--zone", option, equals));
        }
        return zones;
    }

    /**
     * What is ignored in a file.
     *
     * @param options such as {@code 0,0 1,0 1,0.1}; a stream and = before it do not count
     */
    public static List<Polygon> ignoredOfFile(List<String> options) {
        return options.stream()
                .map(option -> polygon("--ignore", option, option.lastIndexOf('=')))
                .toList();
    }

    private static Polygon polygon(String name, String option, int equals) {
        try {
            return Polygon.parse(option.substring(equals + 1));
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(name + " " + option + ": " + e.getMessage(), e);
        }
    }
}
