package io.framelog.publisher.progress;

/** Why a captured frame never came to Kafka. */
public enum Drop {
    /** Newer ones came while Kafka took none: only of a live source. */
    OUTPACED("outpaced"),
    /** The source delivered a part of it only, or noise. */
    DAMAGED("damaged"),
    /** It is larger than a frame may be: only of a live source. */
    TOO_LARGE("too large"),
    /** Kafka did not acknowledge it in time, or refused it: only of a live source. */
    NOT_ACKNOWLEDGED("not acknowledged");

    private final String text;

    Drop(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
