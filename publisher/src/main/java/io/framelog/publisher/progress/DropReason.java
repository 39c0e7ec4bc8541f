package io.framelog.publisher.progress;

/** Why a frame of the source did not reach Kafka. */
public enum DropReason {
    /** Newer frames came while Kafka was too slow. Only for a live source. */
    OUTPACED("outpaced", true),
    /** The source delivers far more frames than a camera should. Only for a live source in a file of cameras. */
    TOO_FAST("too fast", false),
    /** The source delivered only a part of the picture, or noise. */
    DAMAGED("damaged", false),
    /** It is larger than allowed. Only for a live source. */
    TOO_LARGE("too large", true),
    /** Kafka did not acknowledge it in time, or rejected it. Only for a live source. */
    NOT_ACKNOWLEDGED("not acknowledged", true);

    private final String text;
    private final boolean captured;

    DropReason(String text, boolean captured) {
        this.text = text;
        this.captured = captured;
    }

    /** The reason in readable form. */
    public String text() {
        return text;
    }

    /** Whether such a frame counts as captured. */
    boolean isCaptured() {
        return captured;
    }

    /**
     * The reason and what is known about it, in readable form.
     *
     * @param detail may be empty
     */
    String with(String detail) {
        return detail.isEmpty() ? text : text + " (" + detail + ")";
    }
}
