package io.framelog.viewer.history;

import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Reads request parameters that are moments. Thread-safe. */
public final class MomentParameters {
    private static final String NOTE = "X-Framelog-Note";

    private final Clock clock;

    /** @param clock the time that moments such as {@code -5m} are relative to */
    public MomentParameters(Clock clock) {
        this.clock = clock;
    }

    /**
     * Reads a parameter; empty if the request does not have it.
     *
     * @throws ProblemException if the parameter is not a moment, or in the future
     */
    public Optional<Moment> moment(Context context, String parameter) {
        String text = context.queryParam(parameter);
        if (text == null) {
            return Optional.empty();
        }
        Instant now = clock.instant();
        Moment moment;
        try {
            moment = Moment.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw new ProblemException(Problem.badRequest(parameter + "=" + text + ": " + e.getMessage()));
        }
        if (moment instanceof At at && at.instant().isAfter(now)) {
            throw new ProblemException(
                    Problem.badRequest(parameter + "=" + text + " is in the future; the viewer's time is " + now));
        }
        Moment.note(text).ifPresent(note -> tell(context, parameter + "=" + note));
        return Optional.of(moment);
    }

    /** Adds a sentence to the notes of a response. They are in the header {@value #NOTE}. */
    public static void tell(Context context, String note) {
        String before = context.res().getHeader(NOTE);
        context.header(NOTE, before == null ? note : before + "; " + note);
    }

    /**
     * Refuses a range whose first moment is after its last. Moments that can be compared only by reading the log pass.
     *
     * @param message the text of the error
     * @throws ProblemException if the first is after the last
     */
    public static void requireOrder(Moment first, Moment last, String message) {
        boolean wrong;
        if (first instanceof Exactly from && last instanceof Exactly to) {
            wrong = from.position().partition() == to.position().partition()
                    && from.position().offset() > to.position().offset();
        } else if (first instanceof Exactly || last instanceof Exactly) {
            wrong = false;
        } else {
            wrong = micros(first) > micros(last);
        }
        if (wrong) {
            throw new ProblemException(Problem.badRequest(message));
        }
    }

    private static long micros(Moment moment) {
        if (moment instanceof At at) {
            return at.micros();
        }
        return moment instanceof Earliest ? Long.MIN_VALUE : Long.MAX_VALUE;
    }
}
