package io.framelog.viewer.http;

import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;

/** Reads the moments that an address has. */
final class HistoryQuery {
    private final Clock clock;

    HistoryQuery(Clock clock) {
        this.clock = clock;
    }

    /**
     * A parameter's moment; empty where the address does not have it.
     *
     * @throws ProblemException if it is none, or in the future
     */
    Optional<Moment> moment(Context context, String parameter) {
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
                    Problem.badRequest(parameter + "=" + text + " is in the future; it is " + now + " here"));
        }
        return Optional.of(moment);
    }

    /** @throws ProblemException if the one is behind the other, as far as their texts tell */
    static void requireOrder(Moment first, Moment last, String message) {
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
