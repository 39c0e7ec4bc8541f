package io.framelog.viewer.http;

import io.javalin.http.Context;
import java.util.OptionalInt;

/** The parameter {@code width}: how many pixels wide the client wants a picture, at most. */
public final class WidthParameter {
    /** Smaller pictures show nothing. */
    static final int MIN_WIDTH = 16;

    /** Wider pictures are what the frame itself is for. */
    static final int MAX_WIDTH = 4096;

    private WidthParameter() {}

    /**
     * The width in pixels; empty if the request does not have the parameter.
     *
     * @throws ProblemException if it is not a number or out of range
     */
    public static OptionalInt of(Context context) {
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

    /** Whether a request has the parameter. */
    public static boolean isGiven(Context context) {
        return context.queryParam("width") != null;
    }
}
