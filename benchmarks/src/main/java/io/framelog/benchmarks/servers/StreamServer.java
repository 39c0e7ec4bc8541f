package io.framelog.benchmarks.servers;

import java.util.Optional;

/** One of the servers that are compared. */
public interface StreamServer {
    /** Its name in the tables. */
    String name();

    /** Why it cannot be measured here; empty where it can. */
    Optional<String> obstacle();

    /** How many viewers it is given at most. */
    int mostViewers();

    /** Starts it on the camera and waits until pictures come. Nothing else may use the camera meanwhile. */
    RunningServer start(VideoInput input) throws InterruptedException;
}
