package io.framelog.viewer.notify;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Position;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * An event as a receiver gets it. Immutable.
 *
 * @param event has an id, which is the same whenever the event is told
 * @param told whether to tell people; otherwise it is only for receivers that show a stream's state
 * @param json the event as it was written
 */
public record Notice(StreamEvent event, boolean told, String json) {
    /** Something moves. */
    public static final EventType MOTION = new EventType("io.framelog.motion");
    /** There are faces. */
    public static final EventType FACE = new EventType("io.framelog.face");
    /** The scene has changed as a whole. */
    public static final EventType SCENE = new EventType("io.framelog.scene");

    private static final String ENDED = "ended";
    private static final String DATA_URL = "data:image/jpeg;base64,";

    /** The same event, told or not. */
    Notice told(boolean wanted) {
        return new Notice(event, wanted, json);
    }

    /** Whether it is the end of something that has a beginning and an end. */
    public boolean isEnd() {
        return text("phase").equals(ENDED);
    }

    /** Whether it was found in a search of the past: people may not want to be alarmed. */
    public boolean isPast() {
        return Boolean.TRUE.equals(event.more().get("past"));
    }

    /** What the beginning and the end of something have in common; for others the event's id. */
    public String subject() {
        String subject = text("event");
        return subject.isEmpty() ? event.id() : subject;
    }

    /** A member of the event's data; empty if it is missing or no text. */
    public String text(String member) {
        return event.more().get(member) instanceof String text ? text : "";
    }

    /** Where to begin to look: the first frame of what happened, or the newest frame by then. */
    public Optional<Position> place() {
        if (event.more().get("first") instanceof Map<?, ?> first
                && first.get("partition") instanceof Integer partition
                && first.get("offset") instanceof Number offset
                && partition >= 0
                && offset.longValue() >= 0) {
            return Optional.of(new Position(partition, offset.longValue()));
        }
        return event.newest();
    }

    /** The event's picture, a JPEG; empty if it has none. */
    public Optional<byte[]> picture() {
        String text = text("picture");
        if (!text.startsWith(DATA_URL)) {
            return Optional.empty();
        }
        try {
            byte[] picture = Base64.getDecoder().decode(text.substring(DATA_URL.length()));
            boolean jpeg = picture.length > 2 && (picture[0] & 0xFF) == 0xFF && (picture[1] & 0xFF) == 0xD8;
            return jpeg ? Optional.of(picture) : Optional.empty();
        } catch (IllegalArgumentException e) { // any program may write events
            return Optional.empty();
        }
    }
}
