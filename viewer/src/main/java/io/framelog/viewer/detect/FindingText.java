package io.framelog.viewer.detect;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.detection.motion.Finding;
import io.framelog.detection.motion.SceneReason;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats what was found in a file, as JSON or for people. */
public final class FindingText {
    /** The heads of the columns of {@link #row}. */
    public static final String HEAD = "type    from        to          seconds  area   score  zones";

    private static final double MICROS = 1e6;
    private static final int SECONDS_OF_MINUTE = 60;

    private FindingText() {}

    /** One line of JSON, with seconds of the file. */
    public static String json(String file, Finding finding) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file);
        json.put("type", type(finding));
        json.put("from", seconds(finding.fromMicros()));
        json.put("to", seconds(finding.untilMicros()));
        finding.reason().ifPresent(reason -> json.put("reason", text(reason)));
        if (finding.isMotion()) {
            json.put("boxes", FindingEvents.boxes(finding));
            json.put("area", finding.area());
            json.put("score", finding.score());
            if (!finding.zones().isEmpty()) {
                json.put("zones", finding.zones());
            }
        }
        try {
            return JSON.std.asString(json);
        } catch (IOException e) {
            throw new IllegalStateException("a map of plain values is always JSON", e);
        }
    }

    private static double seconds(long micros) {
        return Math.round(micros / 1e3) / 1e3;
    }

    private static String type(Finding finding) {
        return finding.isMotion() ? "motion" : "scene";
    }

    private static String text(SceneReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** One line of a table. */
    public static String row(Finding finding) {
        String detail = finding.isMotion()
                ? String.format(
                        Locale.ROOT,
                        "%3.0f %%  %5.2f  %s",
                        100 * finding.area(),
                        finding.score(),
                        list(finding.zones()))
                : finding.reason().map(FindingText::text).orElse("");
        return String.format(
                        Locale.ROOT,
                        "%-7s %-11s %-11s %7.1f  %s",
                        type(finding),
                        clock(finding.fromMicros()),
                        clock(finding.untilMicros()),
                        (finding.untilMicros() - finding.fromMicros()) / MICROS,
                        detail)
                .stripTrailing();
    }

    private static String list(List<String> zones) {
        return String.join(", ", zones);
    }

    /** Such as 1:02:03.4. */
    private static String clock(long micros) {
        long tenths = Math.round(micros / 1e5);
        long seconds = tenths / 10;
        long hours = seconds / SECONDS_OF_MINUTE / SECONDS_OF_MINUTE;
        return String.format(
                Locale.ROOT,
                "%d:%02d:%02d.%d",
                hours,
                seconds / SECONDS_OF_MINUTE % SECONDS_OF_MINUTE,
                seconds % SECONDS_OF_MINUTE,
                tenths % 10);
    }
}
