package io.framelog.viewer.snapshot;

import io.framelog.frame.StreamName;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.Earliest;
import io.framelog.viewer.history.Moment.Latest;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
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
    /** Smaller thumbnails show nothing. */
    static final int MIN_WIDTH = 16;

    /** Wider pictures are what the frame itself is for. */
    static final int MAX_WIDTH = 4096;

    /** @throws ProblemException if a parameter is not valid */
    static SnapshotRequest of(Context context, MomentParameters query, StreamName stream) {
        Optional<Moment> at = query.moment(context, "at", stream).filter(moment -> !(moment instanceof Latest));
        boolean ago = Optional.ofNullable(context.queryParam("at")).orElse("").startsWith("-");
        return new SnapshotRequest(
                at, ago || at.filter(Earliest.class::isInstance).isPresent(), flag(context, "nearest"), width(context));
    }

    /** Whether a request reads the log or decodes a picture. */
    static boolean isCostly(Context context) {
        return context.queryParam("at") != null || context.queryParam("width") != null;
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

    private static OptionalInt width(Context context) {
        String text = context.queryParam("width");
        if (text == null) {
            return OptionalInt.empty();
        }
        try {
            int width = Integer.parseInt(text);
            if (width >= MIN_WIDTH && width <= MAX_WIDTH) {
                return OptionalInt.of(width);
            }
        } catch (NumberFormatException e) {
            // reported below
        }
        throw new ProblemException(Problem.badRequest(
                "width= must be between " + MIN_WIDTH + " and " + MAX_WIDTH + " pixels, not width=" + text));
    }
}
