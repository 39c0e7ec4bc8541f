package io.framelog.viewer.live;

import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/** The parameter {@code fps}: the most frames per second that the client gets. */
public final class FpsParameter {
    /** One frame in 100 s. The maximum is more than any camera delivers. */
    private static final double MIN_RATE = 0.01;

    private static final double MAX_RATE = 1000;
    /** The rates that are possible, for messages. */
    public static final String RANGE = "fps must be between " + MIN_RATE + " and " + (int) MAX_RATE;

    /** A plain number; Java would also accept {@code 1e3}, {@code 0x1p3} and {@code 5f}. */
    private static final Pattern RATE = Pattern.compile("\\d+(\\.\\d+)?");

    private FpsParameter() {}

    /**
     * The shortest time between two frames; zero if the request does not limit the rate.
     *
     * @throws ProblemException if the parameter is not a number or out of range
     */
    public static Duration interval(Context context) {
        String rate = context.queryParam("fps");
        if (rate == null) {
            return Duration.ZERO;
        }
        return Optional.of(rate)
                .filter(text -> RATE.matcher(text).matches())
                .map(Double::valueOf)
                .flatMap(FpsParameter::interval)
                .orElseThrow(() -> new ProblemException(Problem.badRequest(RANGE + ", not " + rate)));
    }

    /** The shortest time between two frames at a rate; empty if the rate is out of range. */
    public static Optional<Duration> interval(double framesPerSecond) {
        return framesPerSecond >= MIN_RATE && framesPerSecond <= MAX_RATE
                ? Optional.of(Duration.ofNanos((long) (1e9 / framesPerSecond)))
                : Optional.empty();
    }
}
