package io.framelog.publisher.send;

import io.framelog.frame.StreamName;
import io.framelog.log.StreamLogger;
import org.slf4j.Logger;

/**
 * What is published, and by which run.
 *
 * @param source where the frames come from, without credentials
 * @param id the run, as in its frames' headers
 * @param displayName what people call the stream; empty if that is its name
 * @param alone whether the process has no other stream, so that its lines need not name this one
 */
public record Run(StreamName stream, String source, String id, String displayName, boolean alone) {
    /** The logger of a class that works for this run. */
    public Logger log(Class<?> type) {
        return StreamLogger.of(type, alone ? "" : stream.value());
    }
}
