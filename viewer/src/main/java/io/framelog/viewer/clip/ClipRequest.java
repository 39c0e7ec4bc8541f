package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Role;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Admission;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A clip as a client requests it.
 *
 * @param now when it was requested
 * @param longest how long the client's clips may be
 */
record ClipRequest(StreamName stream, ClipKind kind, Moment from, Moment to, Instant now, Duration longest) {
    /** A hundred years: only to keep arithmetic in range. */
    private static final Duration UNLIMITED = Duration.ofDays(36_500);
    /** How long after its capture a frame may reach the log. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /**
     * Reads a request.
     *
     * @param limit how long a clip may be, unless the client may do everything
     * @throws ProblemException if the request is not valid
     */
    static ClipRequest of(Context context, MomentParameters query, StreamName stream, ClipKind kind, Duration limit) {
        requireCodec(context, kind);
        Moment from = query.moment(context, "from", stream)
                .orElseThrow(
                        () -> new ProblemException(Problem.badRequest("from= is missing; it must be " + Moment.FORMS)));
        Moment to = query.moment(context, "to", stream).orElseGet(Latest::new);
        MomentParameters.requireOrder(from, to, "to= is before from=");
        Duration longest = Admission.of(context).role() == Role.ADMIN ? UNLIMITED : limit;
        ClipRequest request = new ClipRequest(stream, kind, from, to, Instant.now(), longest);
        request.requireLength();
        return request;
    }

    /** An MP4 is always encoded, since browsers play no JPEGs in it. */
    private static void requireCodec(Context context, ClipKind kind) {
        String codec = context.queryParam("codec");
        String only = kind == ClipKind.MP4 ? "h264" : "copy";
        if (codec != null && !codec.equals(only)) {
            throw new ProblemException(Problem.badRequest("codec= must be '" + only + "' for ." + kind.ending()
                    + ", not codec=" + codec + "; .mp4 has 'h264', .mkv and .zip have 'copy'"));
        }
    }

    /**
     * Whether its address means the same frames later, so that ranges of it fit together: no end is relative, or so
     * young that frames of before may still arrive.
     */
    boolean isFinished(Context context) {
        boolean settled = to instanceof Exactly
                || to instanceof Earliest
                || (to instanceof At at && at.instant().isBefore(now.minus(SETTLING)));
        return settled && isFixed(context.queryParam("from")) && isFixed(context.queryParam("to"));
    }

    private static boolean isFixed(@Nullable String moment) {
        return moment != null && !moment.strip().startsWith("-");
    }

    /** Where it ends, for people: a time or a position. */
    String end() {
        if (to instanceof Exactly exactly) {
            return exactly.position().toString();
        }
        return String.valueOf(to instanceof At at ? at.instant() : now);
    }

    /** @throws ProblemException if its times show that it is longer than the limit */
    private void requireLength() {
        if (from instanceof At at && to instanceof At last) {
            requireLength(at.micros(), last.instant());
        } else if (from instanceof At at && to instanceof Latest && at.instant().isBefore(now)) {
            requireLength(at.micros(), now);
        }
    }

    /** @throws ProblemException if a clip with these ends is longer than the limit */
    void requireLength(long firstMicros, Instant end) {
        Duration length = Duration.between(Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS), end);
        if (length.isNegative()) {
            throw new ProblemException(Problem.badRequest("to= is before from="));
        }
        if (length.compareTo(longest) > 0) {
            throw new ProblemException(Problem.badRequest("this clip would be " + length.toSeconds()
                    + " s long, and this viewer makes clips of " + longest.toSeconds()
                    + " s at most (--max-clip); request a shorter one, or use the command 'viewer export'"));
        }
    }
}
