package io.framelog.publisher.progress;

/** Why a captured frame did not reach Kafka. */
public enum DropReason {
    /** Newer frames came while Kafka was too slow. Only for a live source. */
    OUTPACED("outpaced"),
    /** The source delivered only a part of the picture, or noise. */
    DAMAGED("damaged"),
    /** It is larger than allowed. Only for a live source. */
    TOO_LARGE("too large"),
    /** Kafka did not acknowledge it in time, or rejected it. Only for a live source. */
    NOT_ACKNOWLEDGED("not acknowledged");

    private final String text;

    DropReason(String text) {
        this.text = text;
    }

    /** The reason in readable form. */
    public String text() {
        return text;
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
