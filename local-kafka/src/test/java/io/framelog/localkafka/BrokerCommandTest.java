package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.localkafka.broker.BrokerArguments;
import io.framelog.localkafka.broker.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerCommandTest {

    private final Path home;

    BrokerCommandTest(@TempDir Path home) {
        this.home = home;
    }

    @Test
    void boundsTheHeap() throws IOException {
        assertTrue(line(17, false).contains("-Xmx256m"));
    }

    @Test
    void givesEachJavaOnlyOptionsThatItKnows() throws IOException {
        assertFalse(line(22, false).contains("--sun-misc-unsafe-memory-access=allow"));
        assertTrue(line(23, false).contains("--sun-misc-unsafe-memory-access=allow"));
        assertFalse(line(23, false).contains("--enable-native-access=ALL-UNNAMED"));
        assertTrue(line(24, false).contains("--enable-native-access=ALL-UNNAMED"));
    }

    @Test
    void logsMoreIfAsked() throws IOException {
        assertTrue(line(17, false).contains("-Dorg.slf4j.simpleLogger.defaultLogLevel=warn"));
        assertTrue(line(17, true).contains("-Dorg.slf4j.simpleLogger.defaultLogLevel=info"));
    }

    @Test
    void endsWithTheBrokersArguments() throws IOException {
        BrokerArguments arguments = arguments();
        List<String> line = line(17, false);

        assertEquals(arguments, BrokerArguments.ofWords(line.subList(line.size() - 7, line.size())));
    }

    private List<String> line(int javaVersion, boolean verbose) throws IOException {
        Files.createDirectories(home.resolve("broker"));
        return new BrokerCommand(new BrokerClassPath(home), "256m", verbose).line(arguments(), javaVersion);
    }

    private BrokerArguments arguments() {
        return new BrokerArguments(
                BrokerArguments.Role.SINGLE, 1, 9092, 9093, "id", new DataFolder(home.resolve("data"), true));
    }
}
