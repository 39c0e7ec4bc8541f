package io.framelog.viewer.history;

import io.framelog.frame.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A place in the log as people name it: by time, by an end of the log, or exactly. */
public sealed interface Moment {
    /** What a moment may look like, for messages. */
    String FORMS =
            "a time such as 2026-03-01T08:30:00+01:00, epoch milliseconds, -90s, -5m, -2h, -1d, earliest, latest, "
                    + "or a frame's position such as 3@12345";

    /**
     * A time.
     *
     * @param micros since the epoch
     */
    record At(long micros) implements Moment {
        /** The time as an instant. */
        public Instant instant() {
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }
    }

    /** Where the log begins. */
    record Earliest() implements Moment {}

    /** Where the log ends, at the time of asking. */
    record Latest() implements Moment {}

    /**
     * A frame's own place.
     *
     * @param position in the frames' topic
     */
    record Exactly(Position position) implements Moment {}

    /**
     * Reads a moment as an address or a command line has it.
     *
     * @param now what times such as {@code -90s} count from
     * @throws IllegalArgumentException if it is none; the message says what is wanted
     */
    static Moment parse(String text, Instant now) {
        return switch (text) {
            case "earliest" -> new Earliest();
            case "latest" -> new Latest();
            default ->
                Position.parse(text)
                        .<Moment>map(Exactly::new)
                        .or(() -> MomentText.time(text, now).map(At::new))
                        .orElseThrow(() -> new IllegalArgumentException(FORMS + " is wanted"));
        };
    }
}
