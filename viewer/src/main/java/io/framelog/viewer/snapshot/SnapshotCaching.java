package io.framelog.viewer.snapshot;

import io.framelog.viewer.history.Moment;
import io.framelog.viewer.history.Moment.At;
import io.framelog.viewer.history.Moment.Exactly;
import io.framelog.viewer.part.Part;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long a client may cache a frame (RFC 9111). Only the client may, and no proxy: camera images must not reach users
 * without a password. A day at most: frames that retention removed should not live on for long, and in a topic that was
 * deleted and created again the same position is another frame.
 */
final class SnapshotCaching {
    /** For a frame named by its position, which never changes. */
    static final String EXACT = "private, max-age=86400, immutable";

    /** For a time in the past: it changes only if frames arrive very late. */
    static final String SETTLED = "private, max-age=3600";

    /** For an address that will show another frame later: validated each time, without sending the same image again. */
    static final String CHANGING = "private, no-cache";

    /** For the newest frame. */
    static final String NEWEST = "no-store";

    /** How late frames may arrive in the log. */
    private static final Duration LATENESS = Duration.ofMinutes(1);

    private SnapshotCaching() {}

    /** The value of Cache-Control. */
    static String cacheControl(SnapshotRequest request, Part found, Instant now) {
        if (request.at().isEmpty()) {
            return NEWEST;
        }
        Moment at = request.at().get();
        if (request.relative()) {
            return CHANGING;
        }
        return at instanceof Exactly exactly && exactly.position().equals(found.position())
                ? EXACT
                : isSettled(at, request.nearest(), found, now) ? SETTLED : CHANGING;
    }

    /** Whether no new frame can take the place of the one found. */
    private static boolean isSettled(Moment moment, boolean nearest, Part found, Instant now) {
        if (!(moment instanceof At at)) {
            return false;
        }
        long settledMicros = TimeUnit.MILLISECONDS.toMicros(now.minus(LATENESS).toEpochMilli());
        long reach = nearest ? Math.abs(at.micros() - found.capturedMicros()) : 0;
        return at.micros() + reach < settledMicros;
    }

    /** A strong ETag. It contains the time, since a position can be used again if the topic is created again. */
    static String etag(SnapshotRequest request, Part found) {
        String width = request.width().isPresent() ? "-w" + request.width().getAsInt() : "";
        return '"' + found.position().toString() + "-" + Long.toString(found.capturedMicros(), Character.MAX_RADIX)
                + width + '"';
    }

    /** Whether the client has this answer cached (RFC 9110, 13.1.2). */
    static boolean isKnown(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(tag -> tag.startsWith("W/") ? tag.substring(2) : tag) // proxies mark compressed answers so
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }
}
