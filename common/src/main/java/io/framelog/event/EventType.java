package io.framelog.event;

/**
 * The type of an event. There may be other types than the constants below; the viewer passes them on unchanged.
 *
 * @param value the CloudEvents type: a name with a reversed domain as its prefix
 */
public record EventType(String value) {
    private static final String STREAM = "io.framelog.stream.";
    private static final String FRAMELOG = "io.framelog.";

    /** A run of a publisher has started. */
    public static final EventType STARTED = new EventType(STREAM + "started");
    /** The run has ended; the event's reason says why. */
    public static final EventType ENDED = new EventType(STREAM + "ended");
    /** The source is lost, and its publisher tries to open it again. */
    public static final EventType LOST = new EventType(STREAM + "lost");
    /** The first frame after the source was lost. */
    public static final EventType RECOVERED = new EventType(STREAM + "recovered");

    /** Something moves in a stream's pictures, or has moved. */
    public static final EventType MOTION = new EventType(FRAMELOG + "motion");
    /** There are faces in a stream's pictures, or were. */
    public static final EventType FACE = new EventType(FRAMELOG + "face");
    /** A stream's scene changes as a whole, or has changed. */
    public static final EventType SCENE = new EventType(FRAMELOG + "scene");

    /** The name without Framelog's own prefix, such as {@code started}; a type with another prefix stays whole. */
    public String shortName() {
        if (value.startsWith(STREAM)) {
            return value.substring(STREAM.length());
        }
        return value.startsWith(FRAMELOG) ? value.substring(FRAMELOG.length()) : value;
    }
}
