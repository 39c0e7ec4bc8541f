package io.framelog.viewer.http;

import io.framelog.frame.StreamName;
import io.javalin.http.Context;

/** Answers a request for a stream. */
@FunctionalInterface
public interface StreamHandler {
    /** Sends the response, or throws a {@link ProblemException}. */
    void answer(Context context, StreamName stream) throws Exception;
}
