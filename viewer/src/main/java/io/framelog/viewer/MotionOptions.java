package io.framelog.viewer;

import io.framelog.cli.OptionRange;
import io.framelog.cli.UsageFailure;
import io.framelog.config.SettingsFile;
import io.framelog.frame.StreamName;
import io.framelog.viewer.detect.DetectionConfig;
import io.framelog.viewer.detect.WatchRule;
import io.framelog.viewer.detect.Zones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options for what counts as motion. Filled by picocli, then only read. */
final class MotionOptions {
    @Option(
            names = "--sensitivity",
            paramLabel = "N",
            defaultValue = "5",
            description = "1 to 10: with a higher number, fainter and smaller things count as motion. Default: "
                    + "${DEFAULT-VALUE}.")
    private int sensitivity;

    @Option(
            names = "--zone",
            paramLabel = "NAME=X,Y…",
            description = "Only motion in this polygon counts, such as 'door=0.4,0 0.6,0 0.6,1 0.4,1': corners as "
                    + "fractions of width and height from the upper left corner. With a stream and a colon before the "
                    + "name, only in that stream. May be repeated. Default: the whole picture.")
    private @Nullable List<String> zones;

    @Option(
            names = "--ignore",
            paramLabel = "X,Y…",
            description = "Motion in this polygon does not count, such as '0,0 1,0 1,0.1 0,0.1'. With a stream and = "
                    + "before it, only in that stream. May be repeated. Default: nothing.")
    private @Nullable List<String> ignored;

    @Option(
            names = "--quiet",
            paramLabel = "DURATION",
            description =
                    "An event is over when nothing has moved for so long. Default: 10s, or 1.5s after the scene is "
                            + "again as it was before.")
    private @Nullable Duration quiet;

    @Option(
            names = "--fps",
            paramLabel = "N",
            defaultValue = "5",
            description = "How many pictures a second are looked at, 1 to " + WatchRule.MAX_FPS
                    + ". Default: ${DEFAULT-VALUE}.")
    private int fps;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Settings of each stream, in YAML. What the file says of a stream wins over these options. "
                    + "It is read again when it has changed, and at SIGHUP.")
    private @Nullable Path config;

    /**
     * Reads the polygons.
     *
     * @throws UsageFailure if a value is out of range
     */
    Zones zones() {
        return Zones.parse(zones == null ? List.of() : zones, ignored == null ? List.of() : ignored);
    }

    /**
     * How a stream is watched.
     *
     * @param stream empty for a file
     * @throws UsageFailure if a value is out of range
     */
    WatchRule rule(Zones polygons, Optional<StreamName> stream) {
        OptionRange.requireBetween("--sensitivity", sensitivity, 1, 10);
        OptionRange.requireBetween("--fps", fps, 1, WatchRule.MAX_FPS);
        if (quiet != null && (quiet.isZero() || quiet.compareTo(WatchRule.MAX_QUIET) > 0)) {
            throw new UsageFailure("--quiet must be more than 0s and at most 10m");
        }
        WatchRule rule = new WatchRule(
                Optional.empty(),
                Optional.of(sensitivity),
                Optional.of(fps),
                Optional.ofNullable(quiet),
                Optional.of(polygons.of(stream)),
                Optional.of(polygons.ignoredOf(stream)));
        try {
            var unusedSettings = rule.settings();
            return rule;
        } catch (IllegalArgumentException e) {
            throw new UsageFailure(String.valueOf(e.getMessage()), e);
        }
    }

    /**
     * What the file says.
     *
     * @throws io.framelog.cli.CommandFailure if it cannot be read, or has mistakes
     */
    DetectionConfig file() {
        return config == null ? DetectionConfig.none() : DetectionConfig.of(new SettingsFile("--config", config));
    }
}
