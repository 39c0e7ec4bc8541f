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
 * How long a client may keep a frame (RFC 9111). Only the client itself, and no cache between: a camera's pictures may not
 * reach those who have no password. And for a day, not for ever: what retention has removed should not live on for long, and
 * where a topic is deleted and made anew the same positions name other frames.
 */
final class SnapshotCaching {
    /** For a frame named by its position, which is the same as long as its log is. */
    static final String EXACT = "private, max-age=86400, immutable";

    /** For a time that has passed: as good as settled, but for frames that come hours late. */
    static final String SETTLED = "private, max-age=3600";

    /** For what another frame is the answer to later: asked again each time, which costs no image where it is the same. */
    static final String CHANGING = "private, no-cache";

    /** For the newest frame. */
    static final String NEWEST = "no-store";

    /** Publishers' clocks, and frames on their way to the log, may be so late. */
    private static final Duration LATENESS = Duration.ofMinutes(1);

    private SnapshotCaching() {}

    /** Cache-Control for an answer. */
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

    /** Whether no frame of now can take the found one's place. */
    private static boolean isSettled(Moment moment, boolean nearest, Part found, Instant now) {
        if (!(moment instanceof At at)) {
            return false;
        }
        long settledMicros = TimeUnit.MILLISECONDS.toMicros(now.minus(LATENESS).toEpochMilli());
        long reach = nearest ? Math.abs(at.micros() - found.capturedMicros()) : 0;
        return at.micros() + reach < settledMicros;
    }

    /** The strong ETag of an answer. The time is for topics that were made anew: there, a position alone says nothing. */
    static String etag(SnapshotRequest request, Part found) {
        String width = request.width().isPresent() ? "-w" + request.width().getAsInt() : "";
        return '"' + found.position().toString() + "-" + Long.toString(found.capturedMicros(), Character.MAX_RADIX)
                + width + '"';
    }

    /** Whether the client has the answer already (RFC 9110, 13.1.2). */
    static boolean isKnown(@Nullable String ifNoneMatch, String etag) {
        return ifNoneMatch != null
                && Arrays.stream(ifNoneMatch.split(","))
                        .map(String::strip)
                        .map(tag ->
                                tag.startsWith("W/") ? tag.substring(2) : tag) // as proxies mark what they compressed
                        .anyMatch(tag -> tag.equals("*") || tag.equals(etag));
    }
}
