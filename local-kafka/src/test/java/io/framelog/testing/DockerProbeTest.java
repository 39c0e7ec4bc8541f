package io.framelog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "Docker's stand-ins are shell scripts")
class DockerProbeTest {

    private final Path folder;

    DockerProbeTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsNoObstacleIfTheImageIsPresent() throws IOException {
        assertEquals(Optional.empty(), obstacle("case $1 in manifest) exit 1;; esac"));
    }

    @Test
    void findsNoObstacleIfTheImageCanBePulled() throws IOException {
        assertEquals(Optional.empty(), obstacle("case $1 in image) exit 1;; esac"));
    }

    @Test
    void reportsThatTheImageCannotBePulled() throws IOException {
        assertEquals(
                Optional.of("Docker cannot get apache/kafka:1"), obstacle("case $1 in image|manifest) exit 1;; esac"));
    }

    @Test
    void reportsThatNoDaemonAnswers() throws IOException {
        assertEquals(Optional.of("Docker does not answer"), obstacle("exit 1"));
    }

    @Test
    @Timeout(10)
    void doesNotWaitForACommandThatHangs() throws IOException {
        assertEquals(Optional.of("Docker does not answer"), obstacle("exec tail -f /dev/null", Duration.ofMillis(100)));
    }

    @Test
    void reportsThatDockerIsNotInstalled() {
        DockerProbe probe = new DockerProbe(folder.resolve("nothing").toString());

        assertEquals(Optional.of("Docker is not installed"), probe.obstacle("apache/kafka:1"));
    }

    private Optional<String> obstacle(String script) throws IOException {
        return obstacle(script, Duration.ofSeconds(10));
    }

    private Optional<String> obstacle(String script, Duration timeout) throws IOException {
        Path docker = folder.resolve("docker");
        Files.writeString(docker, "#!/bin/sh\n" + script + "\n");
        Files.setPosixFilePermissions(docker, PosixFilePermissions.fromString("rwx------"));
        return new DockerProbe(docker.toString(), timeout).obstacle("apache/kafka:1");
    }
}
