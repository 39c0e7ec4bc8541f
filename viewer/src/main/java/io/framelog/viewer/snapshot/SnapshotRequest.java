package io.framelog.viewer.snapshot;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.http.WidthParameter;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A single frame as a client requests it.
 *
 * @param at when it was shown; empty for the newest
 * @param relative whether the same address means another time later
 * @param nearest whether to take the next frame if it is nearer in time
 * @param width of the thumbnail, in pixels; empty for the frame itself
 */
record SnapshotRequest(Optional<Moment> at, boolean relative, boolean nearest, OptionalInt width) {
    /** @throws ProblemException if a parameter is not valid */
    static SnapshotRequest of(Context context, MomentParameters query, StreamName stream) {
        Optional<Moment> at = query.moment(context, "at", stream).filter(moment -> !(moment instanceof Latest));
        boolean ago = Optional.ofNullable(context.queryParam("at")).orElse("").startsWith("-");
        return new SnapshotRequest(
                at,
                ago || at.filter(Earliest.class::isInstance).isPresent(),
                flag(context, "nearest"),
                WidthParameter.of(context));
    }

    /** Whether a request reads the log or decodes a picture. */
    static boolean isCostly(Context context) {
        return context.queryParam("at") != null || WidthParameter.isGiven(context);
    }

    private static boolean flag(Context context, String name) {
        String text = context.queryParam(name);
        if (text == null) {
            return false;
        }
        return switch (text) {
            case "", "1", "true" -> true;
            case "0", "false" -> false;
            default ->
                throw new ProblemException(Problem.badRequest(
                        name + "= must be true or false, or have no value, not " + name + "=" + text));
        };
    }
}
