package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerClassPathTest {

    private final Path folder;

    BrokerClassPathTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void findsTheDistributionThatTheCodeRunsFrom() throws IOException {
        Path home = build(folder.resolve("dist"));

        assertEquals(
                home,
                BrokerClassPath.find(home.resolve("lib/framelog-local-kafka.jar"), null)
                        .home());
    }

    @Test
    void findsTheDistributionUnderTheRepositorysRoot() throws IOException {
        Path home = build(folder.resolve("local-kafka/target/framelog-local-kafka"));

        assertEquals(home, BrokerClassPath.find(elsewhere(), folder.toString()).home());
    }

    @Test
    void namesTheCommandThatBuildsIt() {
        assertNotBuilt(folder.toString(), "local-kafka is not built: run `mvn -DskipTests package` in " + folder);
        assertNotBuilt(
                null,
                "local-kafka is not built: run `mvn -DskipTests package` and name the repository's root with"
                        + " -Dframelog.root");
    }

    @Test
    void startsWithTheMainJarAndIsSorted() throws IOException {
        Path home = build(folder.resolve("dist"));
        Files.createFile(home.resolve("broker/b.jar"));
        Files.createFile(home.resolve("broker/a.jar"));

        String[] jars = new BrokerClassPath(home).joined().split(File.pathSeparator, -1);

        assertEquals(3, jars.length);
        assertTrue(jars[0].endsWith("framelog-local-kafka.jar"));
        assertTrue(jars[1].endsWith("a.jar"));
        assertTrue(jars[2].endsWith("b.jar"));
    }

    private void assertNotBuilt(@Nullable String root, String message) {
        LocalKafkaException e = assertThrows(LocalKafkaException.class, () -> BrokerClassPath.find(elsewhere(), root));
        assertEquals(LocalKafkaException.Reason.NOT_BUILT, e.reason());
        assertEquals(message, e.getMessage());
    }

    private Path elsewhere() {
        return folder.resolve("repository/framelog-local-kafka.jar");
    }

    private static Path build(Path home) throws IOException {
        Files.createDirectories(home.resolve("lib"));
        Files.createDirectories(home.resolve("broker"));
        Files.createFile(home.resolve("lib/framelog-local-kafka.jar"));
        return home;
    }
}
