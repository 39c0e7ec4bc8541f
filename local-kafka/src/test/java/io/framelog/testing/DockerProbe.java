package io.framelog.testing;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Asks Docker's command what Docker can do. It takes milliseconds, at most 9 s, and prints nothing. Immutable. */
final class DockerProbe {

    private final String docker;
    private final Duration timeout;

    DockerProbe(String docker) {
        this(docker, Duration.ofSeconds(3));
    }

    /**
     * A probe with another time limit.
     *
     * @param docker Docker's command
     * @param timeout for each of at most three questions
     */
    DockerProbe(String docker, Duration timeout) {
        this.docker = docker;
        this.timeout = timeout;
    }

    /** Why no container of the image can run; empty if one can. */
    Optional<String> obstacle(String image) {
        try {
            if (!succeeds("version", "--format", "{{.Server.Version}}")) {
                return Optional.of("Docker does not answer");
            }
            if (!succeeds("image", "inspect", image) && !succeeds("manifest", "inspect", image)) {
                return Optional.of("Docker cannot get " + image);
            }
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of("Docker is not installed");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        }
    }

    private boolean succeeds(String... words) throws IOException, InterruptedException {
        List<String> command =
                Stream.concat(Stream.of(docker), Stream.of(words)).toList();
        Process process = new ProcessBuilder(command)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.DISCARD)
                .start();
        try {
            return process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS) && process.exitValue() == 0;
        } finally {
            process.destroyForcibly();
        }
    }
}
