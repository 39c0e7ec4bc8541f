package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Runs the built command as users do, by its launcher and with a class path without Kafka. */
@Timeout(120)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script, the signals are POSIX's")
class LocalKafkaCommandIT {

    private static final Pattern READY = Pattern.compile(
            "Kafka ([0-9.]+) is ready at localhost:([0-9]+), data in (.+) \\((removed at the end|kept)\\)");

    private final Path folder;

    LocalKafkaCommandIT(@TempDir Path folder) {
        this.folder = folder;
    }

    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() {
        started.forEach(Process::destroyForcibly);
    }

    @Test
    void hasKafkaOnTheBrokersClassPathOnly() throws IOException {
        try (Stream<Path> jars = Files.list(home().resolve("lib"))) {
            assertEquals(
                    List.of(),
                    jars.map(Path::getFileName)
                            .map(Path::toString)
                            .filter(name -> name.contains("kafka") && !name.startsWith("framelog-"))
                            .toList());
        }
    }

    @Test
    void stopsCleanlyOnSigterm() throws Exception {
        stopsCleanlyOn("TERM", 143);
    }

    @Test
    void stopsCleanlyOnCtrlC() throws Exception {
        stopsCleanlyOn("INT", 130);
    }

    private void stopsCleanlyOn(String signal, int exitCode) throws Exception {
        Process command = start("--port", "0");
        Matcher ready = awaitReady(command);
        Path data = Path.of(ready.group(3));
        ProcessHandle broker = broker(command);
        assertEquals("removed at the end", ready.group(4));
        assertTrue(Files.isDirectory(data));

        assertEquals(
                0,
                new ProcessBuilder("kill", "-" + signal, Long.toString(command.pid()))
                        .start()
                        .waitFor());

        assertEquals(exitCode, command.waitFor());
        assertFalse(broker.isAlive());
        assertFalse(Files.exists(data));
        assertEquals("", errors(command));
    }

    @Test
    void keepsGivenData() throws Exception {
        Process command = start("--port", "0", "--data", folder.toString());
        Matcher ready = awaitReady(command);
        assertEquals(folder.toString(), ready.group(3));
        assertEquals("kept", ready.group(4));

        command.destroy();
        command.waitFor();

        assertTrue(Files.isRegularFile(folder.resolve("kafka/.kafka_cleanshutdown")));
    }

    @Test
    void leavesNoBrokerAndNoTemporaryDataWhenItIsKilled() throws Exception {
        Process command = start("--port", "0");
        Path data = Path.of(awaitReady(command).group(3));
        ProcessHandle broker = broker(command);

        command.destroyForcibly();

        broker.onExit().get(30, TimeUnit.SECONDS);
        assertFalse(Files.exists(data));
    }

    @Test
    void endsWhenTheBrokerDies() throws Exception {
        Process command = start("--port", "0");
        Path data = Path.of(awaitReady(command).group(3));

        broker(command).destroyForcibly();

        assertEquals(1, command.waitFor());
        assertEquals(
                "local-kafka: Kafka ended unexpectedly with exit code 137 (--verbose shows more)", errors(command));
        assertFalse(Files.exists(data));
    }

    @Test
    void refusesAPortThatIsTaken() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Process command = start("--port", Integer.toString(other.getLocalPort()));

            assertEquals(69, command.waitFor());
            String line = errors(command);
            assertTrue(line.startsWith("local-kafka: cannot use port " + other.getLocalPort() + " ("), line);
            assertEquals(1, line.lines().count(), line);
        }
    }

    @Test
    void refusesADataFolderWithOtherFiles() throws Exception {
        Files.createFile(folder.resolve("holiday.jpg"));

        Process command = start("--port", "0", "--data", folder.toString());

        assertEquals(69, command.waitFor());
        assertEquals(
                "local-kafka: cannot use the data folder " + folder + " (it contains files that are not local-kafka's):"
                        + " choose a new or empty folder, or one that local-kafka has created",
                errors(command));
    }

    @Test
    void refusesADataFolderThatItCannotCreate() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        Process command = start("--port", "0", "--data", file.resolve("data").toString());

        assertEquals(69, command.waitFor());
        String line = errors(command);
        assertTrue(line.startsWith("local-kafka: cannot create the data folder ("), line);
        assertEquals(1, line.lines().count(), line);
    }

    @Test
    void refusesAnUnknownOption() throws Exception {
        Process command = start("--prot", "9092");

        assertEquals(2, command.waitFor());
        String line = errors(command);
        assertTrue(line.startsWith("local-kafka: Unknown option"), line);
        assertEquals(1, line.lines().count(), line);
    }

    @Test
    void refusesAnInvalidHeap() throws Exception {
        Process command = start("--heap", "much");

        assertEquals(2, command.waitFor());
        assertEquals(
                "local-kafka: the heap size must look like 512m or 1g, not much (see local-kafka --help)",
                errors(command));
    }

    private Process start(String... options) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Stream.concat(Stream.of(home().resolve("bin/local-kafka").toString()), Stream.of(options))
                        .toList());
        // The Java that is tested is the one that runs the test.
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process command = builder.start();
        started.add(command);
        return command;
    }

    private static Matcher awaitReady(Process command) throws IOException {
        BufferedReader out = command.inputReader(StandardCharsets.UTF_8);
        String line = Objects.requireNonNullElse(out.readLine(), "");
        Matcher ready = READY.matcher(line);
        assertTrue(ready.matches(), () -> line + errorsOf(command));
        return ready;
    }

    private static ProcessHandle broker(Process command) {
        return command.children().findFirst().orElseThrow();
    }

    private static String errors(Process command) throws IOException {
        return String.join(
                "\n", command.errorReader(StandardCharsets.UTF_8).lines().toList());
    }

    private static String errorsOf(Process command) {
        try {
            return errors(command);
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static Path home() {
        return BrokerClassPath.find().home();
    }
}
