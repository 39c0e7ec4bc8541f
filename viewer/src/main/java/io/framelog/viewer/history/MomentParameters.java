package io.framelog.viewer.history;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.access.TimeRange;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.kafka.StreamLocator;
import io.javalin.http.Context;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads request parameters that are moments. Thread-safe. */
public final class MomentParameters {
    private static final String NOTE = "X-Framelog-Note";

    private final Clock clock;
    private final StreamLocator locator;

    /**
     * @param clock the time that moments such as {@code -5m} are relative to
     * @param locator knows the streams whose clocks are ahead: their moments are relative to their own clocks
     */
    public MomentParameters(Clock clock, StreamLocator locator) {
        this.clock = clock;
        this.locator = locator;
    }

    /** The present time of a stream: the viewer's, or that of the stream's clock if it is ahead. */
    public Instant now(StreamName stream) {
        Duration skew = locator.clockSkew(stream);
        // Old frames that are written now look as if their clock was behind; nobody counts from their time.
        return clock.instant().plus(skew.isNegative() ? Duration.ZERO : skew);
    }

    /**
     * Reads a parameter; empty if the request does not have it. A client that may see only a range of time gets its first
     * or last moment in place of a missing one, and no moment outside it.
     *
     * @throws ProblemException if the parameter is not a moment
     */
    public Optional<Moment> moment(Context context, String parameter, StreamName stream) {
        return moment(
                Admission.of(context),
                parameter,
                Optional.ofNullable(context.queryParam(parameter)),
                stream,
                note -> tell(context, note));
    }

    /**
     * The same for a parameter that a client named in another way.
     *
     * @param text what it said; empty if nothing
     * @param notes is told how a doubtful text was read
     * @throws ProblemException if the parameter is not a moment
     */
    public Optional<Moment> moment(
            Identity client, String parameter, Optional<String> text, StreamName stream, Consumer<String> notes) {
        Optional<TimeRange> range = client.range();
        if (text.isEmpty()) {
            return range.map(only -> At.of(parameter.equals("to") ? only.to() : only.from()));
        }
        Moment moment = parse(parameter, text.get(), now(stream), Moment.FORMS);
        note(client, parameter, text.get(), moment, notes);
        return Optional.of(moment);
    }

    /**
     * Reads a parameter that is a time or an end of the log, and of no single stream; empty if the request does not have
     * it. A client that may see only a range of time may name no moment outside it.
     *
     * @param forms what the parameter may be, for the message
     * @throws ProblemException if the parameter is something else
     */
    public Optional<Moment> time(Context context, String parameter, String forms) {
        String text = context.queryParam(parameter);
        if (text == null) {
            return Optional.empty();
        }
        Moment moment = parse(parameter, text, clock.instant(), forms);
        if (moment instanceof Exactly) {
            throw wrong(parameter, text, forms);
        }
        note(Admission.of(context), parameter, text, moment, note -> tell(context, note));
        return Optional.of(moment);
    }

    private static Moment parse(String parameter, String text, Instant now, String forms) {
        try {
            return Moment.parse(text, now);
        } catch (IllegalArgumentException e) {
            throw wrong(parameter, text, forms);
        }
    }

    private static ProblemException wrong(String parameter, String text, String forms) {
        return new ProblemException(Problem.badRequest(parameter + "=" + text + ": must be " + forms));
    }

    /** Tells how a number was read, if the client may see that moment. */
    private static void note(Identity client, String parameter, String text, Moment moment, Consumer<String> notes) {
        client.range().ifPresent(only -> requireWithin(only, moment, parameter));
        Moment.note(text).ifPresent(note -> notes.accept(parameter + "=" + note));
    }

    private static void requireWithin(TimeRange range, Moment moment, String parameter) {
        if (!(moment instanceof At at) || !range.contains(at.instant())) {
            throw new ProblemException(Problem.forbidden(parameter + "= must be a time from " + range.from() + " to "
                    + range.to() + ": this link shows" + " no other"));
        }
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
