package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.history.MomentParameters;
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
 */
record ClipRequest(StreamName stream, ClipKind kind, Moment from, Moment to, Instant now) {
    /** How long after its capture a frame may reach the log. */
    private static final Duration SETTLING = Duration.ofSeconds(10);

    /** @throws ProblemException if the request is not valid */
    static ClipRequest of(Context context, MomentParameters query, StreamName stream, ClipKind kind) {
        requireCodec(context, kind);
        Moment from = query.moment(context, "from", stream)
                .orElseThrow(
                        () -> new ProblemException(Problem.badRequest("from= is missing; it must be " + Moment.FORMS)));
        Moment to = query.moment(context, "to", stream).orElseGet(Latest::new);
        MomentParameters.requireOrder(from, to, "to= is before from=");
        return new ClipRequest(stream, kind, from, to, Instant.now());
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

    /** @throws ProblemException if its times show that it is longer than the limit */
    void requireLength(Duration limit) {
        if (from instanceof At at && to instanceof At last) {
            requireLength(at.micros(), last.instant(), limit);
        } else if (from instanceof At at && to instanceof Latest && at.instant().isBefore(now)) {
            requireLength(at.micros(), now, limit);
        }
    }

    /** @throws ProblemException if a clip with these ends is longer than the limit */
    static void requireLength(long firstMicros, Instant end, Duration limit) {
        Duration length = Duration.between(Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS), end);
        if (length.isNegative()) {
            throw new ProblemException(Problem.badRequest("to= is before from="));
        }
        if (length.compareTo(limit) > 0) {
            throw new ProblemException(Problem.badRequest("this clip would be " + length.toSeconds()
                    + " s long, and this viewer makes clips of " + limit.toSeconds()
                    + " s at most (--max-clip); request a shorter one, or use the command 'viewer export'"));
        }
    }
}
