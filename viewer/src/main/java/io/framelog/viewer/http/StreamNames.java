package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.framelog.viewer.access.Identity;
import java.util.Optional;

/** Looks streams up by their names in addresses. A stream that a client may not see does not exist. Thread-safe. */
public interface StreamNames {
    /**
     * Finds the stream that a part of an address names.
     *
     * @param segment percent-decoded once; see {@link io.framelog.frame.StreamAddress}
     * @return empty if there is no such stream, or it is not known yet
     */
    Optional<StreamName> find(String segment, Identity client);

    /**
     * The same for a request that needs the stream.
     *
     * @throws ProblemException if there is no such stream, or if the streams are not known because Kafka is not ready
     */
    StreamName require(String segment, Identity client);

    /**
     * Does the same for a name that is no part of an address.
     *
     * @throws ProblemException as above
     */
    void require(StreamName stream, Identity client);
}
