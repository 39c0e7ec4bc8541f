package io.framelog.viewer.detect;

import com.fasterxml.jackson.jr.ob.JSON;
import io.framelog.detection.motion.Finding;
import io.framelog.detection.motion.SceneReason;
import io.framelog.event.StreamEvent;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Formats what was found in a file or in the past, as JSON or for people. */
public final class FindingText {
    /** The heads of the columns of {@link #row}. */
    public static final String HEAD = "type    from        to          seconds  area   score  zones";

    /** The heads of the columns of {@link #row(Occurrence)}. */
    public static final String PAST_HEAD =
            "type    from                      to                        seconds  area   score  first frame  zones";

    private static final double MICROS = 1e6;
    private static final double MILLIS = 1e3;
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
        if (finding.kind() != Finding.Kind.SCENE) {
            json.put("boxes", FindingEvents.boxes(finding));
            json.put("area", finding.area());
            json.put("score", finding.score());
            if (!finding.zones().isEmpty()) {
                json.put("zones", finding.zones());
            }
        }
        return text(json);
    }

    private static String text(Map<String, Object> json) {
        try {
            return JSON.std.asString(json);
        } catch (IOException e) {
            throw new IllegalStateException("a map of plain values is always JSON", e);
        }
    }

    /** One line of JSON, with times. */
    public static String json(Occurrence found) {
        StreamEvent event = found.ended();
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("stream", event.stream().value());
        json.put("type", event.type().shortName());
        json.put("from", member(event, "from"));
        json.put("to", member(event, "until"));
        json.put("first", found.began().more().getOrDefault("first", Map.of()));
        event.newest()
                .ifPresent(last -> json.put("last", Map.of("partition", last.partition(), "offset", last.offset())));
        if (!event.reason().isEmpty()) {
            json.put("reason", event.reason());
        }
        for (String name : List.of("boxes", "area", "score", "zones")) {
            if (event.more().containsKey(name)) {
                json.put(name, event.more().get(name));
            }
        }
        return text(json);
    }

    private static Object member(StreamEvent event, String name) {
        return event.more().getOrDefault(name, "");
    }

    /** One line of a table, with times. */
    public static String row(Occurrence found) {
        StreamEvent event = found.ended();
        Instant from = Instant.parse(String.valueOf(member(event, "from")));
        Instant until = Instant.parse(String.valueOf(member(event, "until")));
        String position = found.began().more().get("first") instanceof Map<?, ?> first
                ? first.get("partition") + "@" + first.get("offset")
                : "";
        String detail = member(event, "score") instanceof Number score && member(event, "area") instanceof Number area
                ? String.format(
                        Locale.ROOT,
                        "%3.0f %%  %5.2f  %-11s  %s",
                        100 * area.doubleValue(),
                        score.doubleValue(),
                        position,
                        member(event, "zones") instanceof List<?> zones
                                ? String.join(
                                        ", ",
                                        zones.stream().map(String::valueOf).toList())
                                : "")
                : event.reason() + "         " + position;
        return String.format(
                        Locale.ROOT,
                        "%-7s %-25s %-25s %7.1f  %s",
                        event.type().shortName(),
                        from.truncatedTo(ChronoUnit.MILLIS),
                        until.truncatedTo(ChronoUnit.MILLIS),
                        Duration.between(from, until).toMillis() / MILLIS,
                        detail)
                .stripTrailing();
    }

    private static double seconds(long micros) {
        return Math.round(micros / 1e3) / 1e3;
    }

    private static String type(Finding finding) {
        return finding.kind().name().toLowerCase(Locale.ROOT);
    }

    private static String text(SceneReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    /** One line of a table. */
    public static String row(Finding finding) {
        String detail = finding.kind() != Finding.Kind.SCENE
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
