package io.framelog.viewer.snapshot;

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
 * Which frame is wanted, and how.
 *
 * @param at when it was shown; empty for the newest
 * @param relative whether the same address names another time later
 * @param nearest whether a later frame will do where it is nearer
 * @param width of the thumbnail, in pixels; empty for the frame as it is
 */
record SnapshotRequest(Optional<Moment> at, boolean relative, boolean nearest, OptionalInt width) {
    /** Thumbnails of less show nothing. */
    static final int MIN_WIDTH = 16;

    /** Thumbnails are not for more: that is what the frame itself is for. */
    static final int MAX_WIDTH = 4096;

    /** @throws ProblemException where a parameter has no meaning */
    static SnapshotRequest of(Context context, MomentParameters query) {
        Optional<Moment> at = query.moment(context, "at").filter(moment -> !(moment instanceof Latest));
        boolean ago = Optional.ofNullable(context.queryParam("at")).orElse("").startsWith("-");
        return new SnapshotRequest(
                at, ago || at.filter(Earliest.class::isInstance).isPresent(), flag(context, "nearest"), width(context));
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
                throw new ProblemException(
                        Problem.badRequest(name + "=" + text + ": leave the value out, or say true or false"));
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
            // told below
        }
        throw new ProblemException(Problem.badRequest(
                "width=" + text + ": a number of pixels from " + MIN_WIDTH + " to " + MAX_WIDTH + " is wanted"));
    }
}
