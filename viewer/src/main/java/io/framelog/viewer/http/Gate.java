package io.framelog.viewer.http;

import io.framelog.viewer.access.Identity;
import io.javalin.http.Context;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Decides who makes a request. Thread-safe. */
@FunctionalInterface
public interface Gate {
    /** Lets everybody in, to see everything. */
    Gate OPEN = context -> Identity.ANYBODY;

    /**
     * Who makes a request.
     *
     * @throws ProblemException if nobody who may
     */
    Identity admit(Context context);

    /**
     * Tells later whether the client that was let in may still see the same, for connections that outlive their request.
     *
     * @return can be asked after the request, by any thread; empty if it may for ever
     */
    default Optional<BooleanSupplier> lasting(Context context) {
        return Optional.empty();
    }
}
