package io.framelog.viewer.access;

import io.framelog.frame.StreamName;
import java.util.Optional;
import java.util.Set;

/**
 * Who makes a request, and what that client may see. Immutable.
 *
 * @param name the user's name, for logs
 * @param streams the only streams that the client may see; empty for all
 * @param range the only time that the client may see; empty for all, also live
 */
public record Identity(String name, Role role, Optional<Set<StreamName>> streams, Optional<TimeRange> range) {
    /** The client of a viewer without users, who may see everything. */
    public static final Identity ANYBODY = new Identity("-", Role.VIEW, Optional.empty(), Optional.empty());

    /** A client that has not shown who it is. */
    public static final Identity NOBODY = new Identity("-", Role.VIEW, Optional.of(Set.of()), Optional.empty());

    /** Copies the streams. */
    public Identity {
        streams = streams.map(Set::copyOf);
    }

    /** Whether the client may see a stream. */
    public boolean sees(StreamName stream) {
        return streams.isEmpty() || streams.get().contains(stream);
    }

    /** Whether the client may see all streams, those that come later too. */
    public boolean seesAll() {
        return streams.isEmpty();
    }
}
