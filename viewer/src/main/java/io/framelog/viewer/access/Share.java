package io.framelog.viewer.access;

import io.framelog.frame.StreamName;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/**
 * What a share link shows. Immutable.
 *
 * @param range the only time that it shows; empty if it shows the whole stream, also live
 * @param until when the link ends
 * @param issuer the user who made it
 */
public record Share(StreamName stream, Optional<TimeRange> range, Instant until, String issuer) {
    /** What a client with this link may see. No user has its name, because of the colon. */
    public Identity identity() {
        return new Identity("link:" + issuer, Role.VIEW, Optional.of(Set.of(stream)), range);
    }
}
