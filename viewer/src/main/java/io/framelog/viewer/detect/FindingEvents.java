package io.framelog.viewer.detect;

import io.framelog.detection.motion.Box;
import io.framelog.detection.motion.Finding;
import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Makes the events of what is found in a stream, as {@code docs/records.md} describes them. */
final class FindingEvents {
    private static final String BEGAN = "began";
    private static final String ENDED = "ended";

    private final StreamName stream;
    private final int partition;
    private final boolean past;

    /**
     * Of a stream.
     *
     * @param partition in which the stream's frames are
     * @param past whether they come from a search of the past, so that nobody is alarmed by them
     */
    FindingEvents(StreamName stream, int partition, boolean past) {
        this.stream = stream;
        this.partition = partition;
        this.past = past;
    }

    /** The event of a beginning. */
    StreamEvent began(Finding finding) {
        return event(finding, BEGAN, finding.fromMicros(), Optional.empty());
    }

    /**
     * The event of an end.
     *
     * @param picture a JPEG that shows the finding best
     */
    StreamEvent ended(Finding finding, Optional<byte[]> picture) {
        return event(finding, ENDED, finding.untilMicros(), picture);
    }

    private StreamEvent event(Finding finding, String phase, long micros, Optional<byte[]> picture) {
        EventType type = type(finding.kind());
        String name = type.shortName() + "-" + partition + "-" + finding.firstPosition();
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("phase", phase);
        data.put("event", name);
        if (!finding.zones().isEmpty()) {
            data.put("zones", finding.zones());
        }
        data.put("from", time(finding.fromMicros()).toString());
        data.put("until", time(finding.untilMicros()).toString());
        data.put("first", Map.of("partition", partition, "offset", finding.firstPosition()));
        if (past) {
            data.put("past", true);
        }
        if (finding.kind() != Finding.Kind.SCENE) {
            data.put("boxes", boxes(finding));
            data.put("area", finding.area());
            data.put("score", finding.score());
        }
        picture.ifPresent(jpeg -> data.put(
                "picture", "data:image/jpeg;base64," + Base64.getEncoder().encodeToString(jpeg)));
        return new StreamEvent(
                name + "-" + phase,
                type,
                time(micros),
                stream,
                "",
                "",
                finding.reason()
                        .map(reason -> reason.name().toLowerCase(Locale.ROOT))
                        .orElse(""),
                Optional.of(new Position(partition, finding.lastPosition())),
                data);
    }

    private static EventType type(Finding.Kind kind) {
        return switch (kind) {
            case MOTION -> EventType.MOTION;
            case FACE -> EventType.FACE;
            case SCENE -> EventType.SCENE;
        };
    }

    private static Instant time(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    /** The boxes as JSON values. */
    static List<Map<String, Object>> boxes(Finding finding) {
        return finding.boxes().stream().map(FindingEvents::members).toList();
    }

    private static Map<String, Object> members(Box box) {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("x", box.x());
        members.put("y", box.y());
        members.put("width", box.width());
        members.put("height", box.height());
        return members;
    }
}
