package io.framelog.viewer.history;

import io.framelog.frame.Position;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** A place in the log as people name it: a time, an end of the log, or a position. */
public sealed interface Moment {
    /** The forms of a moment that is no single frame, for messages. */
    String TIMES =
            "a time such as 2026-03-01T08:30:00+01:00, epoch milliseconds, -90s, -5m, -2h, -1d, earliest, latest, now";

    /** The forms of a moment, for messages. */
    String FORMS = TIMES + ", or a frame's position such as 3@12345";

    /**
     * A time.
     *
     * @param micros since the epoch
     */
    record At(long micros) implements Moment {
        /** An instant as a moment. */
        static At of(Instant instant) {
            return new At(ChronoUnit.MICROS.between(Instant.EPOCH, instant));
        }

        /** The time as an instant. */
        public Instant instant() {
            return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
        }
    }

    /** The beginning of the log. */
    record Earliest() implements Moment {}

    /** The present end of the log. */
    record Latest() implements Moment {}

    /**
     * A frame.
     *
     * @param position of its record
     */
    record Exactly(Position position) implements Moment {}

    /**
     * Reads a moment from a URL or a command line.
     *
     * @param text also {@code now}, which is the end of the log, too
     * @param now what times such as {@code -90s} count from
     * @throws IllegalArgumentException if it has none of the forms; the message lists them
     */
    static Moment parse(String text, Instant now) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "earliest" -> new Earliest();
            case "latest", "now" -> new Latest();
            default ->
                Position.parse(text)
                        .<Moment>map(Exactly::new)
                        .or(() -> MomentText.time(text, now).map(At::new))
                        .orElseThrow(() -> new IllegalArgumentException("must be " + FORMS));
        };
    }

    /**
     * How a number was read, if it is no number of milliseconds as it should be, but one of seconds, microseconds or
     * nanoseconds since the epoch: a sentence that gives the milliseconds.
     *
     * @param text a moment
     */
    static Optional<String> note(String text) {
        return EpochNumber.of(text).flatMap(EpochNumber::note);
    }
}
