package io.framelog.viewer.http;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * An error response (RFC 9457).
 *
 * @param status 400 to 599
 * @param title the kind of problem, with the same text each time
 * @param detail what went wrong in this case, and what to do
 */
public record Problem(int status, String title, String detail) {
    /** The media type of problems. */
    static final String CONTENT_TYPE = "application/problem+json";

    /** Short enough for a page or a player, and long enough to cause little load. */
    private static final int RETRY_SECONDS = 2;

    private static final int UNAVAILABLE = 503;

    public static Problem of(int status, String title, String detail) {
        return new Problem(status, title, detail);
    }

    public static Problem badRequest(String detail) {
        return of(400, "Bad request", detail);
    }

    public static Problem forbidden(String detail) {
        return of(403, "Forbidden", detail);
    }

    public static Problem notFound(String detail) {
        return of(404, "Not found", detail);
    }

    public static Problem unavailable(String detail) {
        return of(UNAVAILABLE, "Not available now", detail);
    }

    /** After how many seconds the client should retry; empty if that would not help. */
    public OptionalInt retryAfter() {
        return status == UNAVAILABLE ? OptionalInt.of(RETRY_SECONDS) : OptionalInt.empty();
    }

    byte[] toJson() {
        return JsonText.write(members());
    }

    /** For {@link JsonText}. */
    public Map<String, Object> members() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        return members;
    }
}
