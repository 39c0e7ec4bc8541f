package io.framelog.viewer.notify;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An event for people. Immutable.
 *
 * @param zone that of the times
 */
public record NoticeText(Notice notice, ZoneId zone) {
    /** Characters of a text from an event; chats and phones cut off more. */
    private static final int MAX_TEXT = 300;

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT);

    /** The text in this system's time zone. */
    public NoticeText(Notice notice) {
        this(notice, ZoneId.systemDefault());
    }

    /** The stream and what kind of event it is, on one line. */
    public String title() {
        return clean(notice.event().stream().toString()) + ": "
                + clean(notice.event().type().shortName());
    }

    /** What happened and when, on one line. */
    public String message() {
        StreamEvent event = notice.event();
        return what() + ", at " + TIME.format(event.time().atZone(zone));
    }

    private String what() {
        StreamEvent event = notice.event();
        EventType type = event.type();
        if (type.equals(Notice.MOTION)) {
            return (notice.isEnd() ? "Something moved" + length() : "Something moves") + zones();
        }
        if (type.equals(Notice.FACE)) {
            return (notice.isEnd() ? "A face was seen" + length() : "A face is seen") + zones();
        }
        if (type.equals(Notice.SCENE)) {
            return notice.isEnd() ? "The scene is steady again" : scene();
        }
        String reason = event.reason().isEmpty() ? "" : ": " + clean(event.reason());
        if (type.equals(EventType.LOST)) {
            return "The source is lost" + reason;
        }
        if (type.equals(EventType.RECOVERED)) {
            return "The source is back" + reason;
        }
        if (type.equals(EventType.STARTED)) {
            return "The publisher has started" + reason;
        }
        if (type.equals(EventType.ENDED)) {
            return "The publisher has ended" + reason;
        }
        return clean(type.shortName()) + reason;
    }

    private String scene() {
        return switch (notice.event().reason()) {
            case "moved" -> "The camera was moved";
            case "dark" -> "The picture has become dark: is the camera covered?";
            case "bright" -> "The camera is dazzled";
            default -> "The scene has changed as a whole";
        };
    }

    private String length() {
        try {
            Duration length = Duration.between(Instant.parse(notice.text("from")), Instant.parse(notice.text("until")));
            return length.isNegative() ? "" : " for " + Math.max(1, length.toSeconds()) + " s";
        } catch (DateTimeException | ArithmeticException e) { // missing, or another program's
            return "";
        }
    }

    private String zones() {
        List<String> names = new ArrayList<>();
        if (notice.event().more().get("zones") instanceof List<?> zones) {
            zones.forEach(zone -> names.add(clean(String.valueOf(zone))));
        }
        return names.isEmpty() ? "" : clean(" in " + String.join(", ", names));
    }

    private static String clean(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\u2028\\u2029\\u202a-\\u202e\\u2066-\\u2069]+", " ");
        return line.length() <= MAX_TEXT ? line : line.substring(0, MAX_TEXT) + "…";
    }
}
