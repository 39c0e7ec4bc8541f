package io.framelog.viewer.live;

import io.framelog.viewer.http.Problem;
import io.framelog.viewer.http.ProblemException;
import io.javalin.http.Context;
import java.time.Duration;
import java.util.regex.Pattern;

/** The parameter {@code fps}: how many frames a second a client wants at most. */
public final class FpsParameter {
    /** The least is a frame in 100 s, the most is beyond any camera. */
    private static final double MIN_RATE = 0.01;

    private static final double MAX_RATE = 1000;
    /** A plain number, and nothing else that Java accepts as one ({@code 1e3}, {@code 0x1p3}, {@code 5f}). */
    private static final Pattern RATE = Pattern.compile("\\d+(\\.\\d+)?");

    private FpsParameter() {}

    /**
     * The least time between two frames; zero where the request does not limit the rate.
     *
     * @throws ProblemException if it is no number, or out of range
     */
    public static Duration interval(Context context) {
        String rate = context.queryParam("fps");
        if (rate == null) {
            return Duration.ZERO;
        }
        if (RATE.matcher(rate).matches()) {
            double framesPerSecond = Double.parseDouble(rate);
            if (framesPerSecond >= MIN_RATE && framesPerSecond <= MAX_RATE) {
                return Duration.ofNanos((long) (1e9 / framesPerSecond));
            }
        }
        throw new ProblemException(
                Problem.badRequest("fps must be between " + MIN_RATE + " and " + (int) MAX_RATE + ", not " + rate));
    }
}
