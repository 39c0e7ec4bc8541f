package io.framelog.viewer.replay;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.MomentParameters;
import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.framelog.viewer.preview.Previews;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** Reads what a client says about the replay that it wants. Thread-safe. */
final class ReplayParameters {
    private static final Pattern SPEED = Pattern.compile("-?\\d{1,3}(\\.\\d{1,6})?");

    private final MomentParameters moments;

    ReplayParameters(MomentParameters moments) {
        this.moments = moments;
    }

    /**
     * Reads it.
     *
     * @param from what it said; empty if nothing
     * @param width how wide a picture is enough, in pixels; empty for full pictures
     * @param notes is told how a doubtful moment was read
     * @throws ProblemException if it is wrong, or the client may not see it
     */
    ReplayRequest read(
            Identity client,
            StreamName stream,
            Optional<String> from,
            Optional<String> to,
            double speed,
            Duration minInterval,
            OptionalInt width,
            Consumer<String> notes) {
        Moment first = moments.moment(client, "from", from, stream, notes)
                .orElseThrow(() -> new ProblemException(Problem.badRequest("from= is missing: " + Moment.FORMS)));
        Optional<Moment> last = moments.moment(client, "to", to, stream, notes);
        requireSpeed(speed, Double.toString(speed));
        last.ifPresent(end -> {
            if (speed < 0) {
                MomentParameters.requireOrder(end, first, "with a negative speed, to= must be before from=");
            } else {
                MomentParameters.requireOrder(first, end, "to= is before from=; a negative speed plays backwards");
            }
        });
        OptionalInt narrow = width.isPresent() && Previews.isFullSize(width.getAsInt()) ? OptionalInt.empty() : width;
        return new ReplayRequest(stream, first, last, speed == 0 ? 0 : speed, minInterval, narrow); // not -0.0
    }

    /** Reads a speed; 1 if the client named none. */
    static double speed(Optional<String> text) {
        if (text.isEmpty()) {
            return 1;
        }
        double speed = SPEED.matcher(text.get()).matches() ? Double.parseDouble(text.get()) : Double.NaN;
        requireSpeed(speed, text.get());
        return speed;
    }

    private static void requireSpeed(double speed, String text) {
        double size = Math.abs(speed);
        if (size != 0 && !(size >= ReplayRequest.MIN_SPEED && size <= ReplayRequest.MAX_SPEED)) {
            throw new ProblemException(Problem.badRequest(
                    "speed= must be between " + ReplayRequest.MIN_SPEED + " and " + (int) ReplayRequest.MAX_SPEED
                            + ", negative to play backwards, or 0 for a still picture; not " + text));
        }
    }
}
