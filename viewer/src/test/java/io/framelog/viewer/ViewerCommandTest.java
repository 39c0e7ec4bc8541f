package io.framelog.viewer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.CommandRunner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class ViewerCommandTest {
    private record Outcome(int exitCode, List<String> errors) {}

    @ParameterizedTest
    @CsvSource({
        "--port 70000, --port 70000",
        "--port x, --port",
        "--max-viewers 0, --max-viewers 0",
        "--max-frame-bytes 0, --max-frame-bytes 0",
        "--send-buffer -2, --send-buffer -2",
        "--default-stream a/b, --default-stream a/b",
        "--topic a/b, --topic a/b",
        "--tls-key key.pem, --tls-certificate",
        "--tls-certificate chain.pem, --tls-key",
        "--colour red, --colour",
        "--bootstrap-server nonsense, bootstrap",
    })
    void refusesWrongOptionsInOneLine(String arguments, String named) {
        Outcome outcome = run(arguments.split(" "));

        assertEquals(2, outcome.exitCode, outcome::toString);
        assertEquals(1, outcome.errors.size(), outcome::toString);
        assertTrue(outcome.errors.get(0).startsWith("viewer: "), outcome::toString);
        assertTrue(outcome.errors.get(0).contains(named), outcome::toString);
    }

    @Test
    void refusesAConfigurationFileThatIsNotThere() {
        Outcome outcome = run("--kafka-config", "no-such-file.properties");

        assertEquals(66, outcome.exitCode);
        assertEquals(
                List.of("viewer: --kafka-config no-such-file.properties cannot be read: no such file"), outcome.errors);
    }

    @Test
    void refusesACertificateThatIsNotThere() {
        Outcome outcome = run("--tls-certificate", "no-chain.pem", "--tls-key", "no-key.pem", "--port", "0");

        assertEquals(66, outcome.exitCode);
        assertEquals(List.of("viewer: --tls-certificate no-chain.pem cannot be read: no such file"), outcome.errors);
    }

    @Test
    void saysThatAPortIsTakenAndWhatToDo() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Outcome outcome = run("--port", Integer.toString(port));

            assertEquals(69, outcome.exitCode);
            assertEquals(
                    List.of("viewer: port " + port
                            + " of 127.0.0.1 is taken: stop what listens there, or choose another with --port"),
                    outcome.errors);
        }
    }

    @Test
    void saysThatAnAddressIsNotThisMachines() {
        Outcome outcome = run("--host", "192.0.2.1", "--port", "0");

        assertEquals(69, outcome.exitCode);
        assertEquals(1, outcome.errors.size(), outcome::toString);
        assertTrue(outcome.errors.get(0).contains("--host"), outcome::toString);
    }

    @Test
    void tellsItsOptions() {
        assertEquals(0, run("--help").exitCode);
        assertEquals(0, run("--version").exitCode);
    }

    private static Outcome run(String... arguments) {
        PrintStream standardError = System.err;
        PrintStream standardOut = System.out;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, UTF_8));
        System.setOut(new PrintStream(new ByteArrayOutputStream(), true, UTF_8));
        try {
            int exitCode = new CommandRunner(Map.of()).run(new ViewerCommand(), arguments);
            return new Outcome(exitCode, errors.toString(UTF_8).lines().toList());
        } finally {
            System.setErr(standardError);
            System.setOut(standardOut);
        }
    }
}
