package io.framelog.viewer.clip;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.HistoryReader;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.kafka.StoredFrame;
import io.javalin.http.Context;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;

/**
 * A clip as a client asks for it.
 *
 * @param now when it was asked for
 */
record ClipRequest(StreamName stream, ClipKind kind, Moment from, Moment to, Instant now) {
    private static final Set<String> COPY = Set.of("copy");
    private static final Set<String> H264 = Set.of("h264");

    /** @throws ProblemException if the client asks for something that there is not */
    static ClipRequest of(Context context, MomentParameters query, StreamName stream, ClipKind kind) {
        requireCodec(context, kind);
        Moment from = query.moment(context, "from")
                .orElseThrow(() ->
                        new ProblemException(Problem.badRequest("from= is missing: " + Moment.FORMS + " is wanted")));
        Moment to = query.moment(context, "to").orElseGet(Latest::new);
        MomentParameters.requireOrder(from, to, "to= is before from=");
        return new ClipRequest(stream, kind, from, to, Instant.now());
    }

    /** An MP4 is always encoded anew: browsers play no JPEGs in it. */
    private static void requireCodec(Context context, ClipKind kind) {
        String codec = context.queryParam("codec");
        Set<String> known = kind == ClipKind.MP4 ? H264 : COPY;
        if (codec != null && !known.contains(codec)) {
            throw new ProblemException(Problem.badRequest("codec=" + codec + ": a ." + kind.ending() + " has '"
                    + known.iterator().next() + "' alone; .mp4 has 'h264', .mkv and .zip have 'copy'"));
        }
    }

    /** @throws ProblemException if it is known to be longer than it may be */
    void requireLength(Duration limit) {
        if (from instanceof At at && (to instanceof At || to instanceof Latest)) {
            requireLength(at.micros(), end(), limit);
        }
    }

    /**
     * As the other, by the times of its ends.
     *
     * @throws ProblemException if it is longer than it may be
     */
    static void requireLength(long firstMicros, Instant end, Duration limit) {
        Duration length = Duration.between(Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS), end);
        if (length.isNegative()) {
            throw new ProblemException(Problem.badRequest("to= is before from="));
        }
        if (length.compareTo(limit) > 0) {
            throw new ProblemException(
                    Problem.badRequest(
                            "this clip would be " + length.toSeconds()
                                    + " s long, and this viewer makes clips of " + limit.toSeconds()
                                    + " s at most (--max-clip): bring from= and to= closer together, or use the command 'viewer export'"));
        }
    }

    /** Its end, or what it is not beyond: now. */
    private Instant end() {
        return to instanceof At at ? at.instant() : now;
    }

    /**
     * The same with a time for its end where that is a frame's place: the length goes by the frames' times.
     *
     * @param reader has no cursor under way
     * @throws ProblemException if there is no such frame
     */
    Ending ending(HistoryReader reader) {
        if (to instanceof Earliest) {
            return ending(reader.first(stream, to));
        }
        return to instanceof Exactly ? ending(reader.shownAt(stream, to)) : new Ending(to, end());
    }

    private Ending ending(Optional<StoredFrame> last) {
        StoredFrame frame = last.orElseThrow(() -> noFrame());
        return new Ending(
                new Exactly(frame.position()), Instant.EPOCH.plus(frame.frame().capturedMicros(), ChronoUnit.MICROS));
    }

    /** That the log has nothing for this clip. */
    ProblemException noFrame() {
        return new ProblemException(Problem.notFound("the log has no frame of '" + stream + "' there"));
    }

    /**
     * Where a clip ends.
     *
     * @param to its last frame is at or before it
     * @param time that of the end, or what it is not beyond
     */
    record Ending(Moment to, Instant time) {}
}
