package io.framelog.benchmarks.servers;

import io.framelog.benchmarks.camera.Camera;
import java.io.IOException;
import java.util.Optional;

/**
 * One of the servers that are compared.
 *
 * @param name for the tables
 * @param obstacle why it cannot be measured here; empty if it can
 * @param mostViewers how many viewers it is given at most
 * @param starter starts it
 */
public record Contestant(String name, Optional<String> obstacle, int mostViewers, Starter starter) {
    /** Starts a server. */
    public interface Starter {
        /** Starts it on a camera that nothing else uses, and waits until pictures come. The caller must close it. */
        RunningServer start(Camera camera) throws IOException, InterruptedException;
    }
}
