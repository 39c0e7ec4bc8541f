package io.framelog.event;

/**
 * What kind of thing happened. Others than those below are events too: whoever meets one passes it on as it is.
 *
 * @param value as CloudEvents has it: a name under a domain, turned round
 */
public record EventType(String value) {
    private static final String STREAM = "io.framelog.stream.";
    private static final String FRAMELOG = "io.framelog.";

    /** A run of a publisher has begun. */
    public static final EventType STARTED = new EventType(STREAM + "started");
    /** The run has ended, for a reason: the source's end, a user's wish, a fault. */
    public static final EventType ENDED = new EventType(STREAM + "ended");
    /** The source is away, and its publisher tries to get it back. */
    public static final EventType LOST = new EventType(STREAM + "lost");
    /** The first frame after the source was lost. */
    public static final EventType RECOVERED = new EventType(STREAM + "recovered");

    /** The name without Framelog's own domain: {@code started}, {@code motion}; that of another domain is whole. */
    public String shortName() {
        if (value.startsWith(STREAM)) {
            return value.substring(STREAM.length());
        }
        return value.startsWith(FRAMELOG) ? value.substring(FRAMELOG.length()) : value;
    }
}
