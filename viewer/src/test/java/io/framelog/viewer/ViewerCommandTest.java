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
    private record Outcome(int exitCode, List<String> errors, String output) {}

    @ParameterizedTest
    @CsvSource({
        "--port 70000, '--port must be between 0 and 65535, not 70000 (see viewer --help)'",
        "--port x, --port",
        "--max-viewers 0, '--max-viewers must be at least 1, not 0'",
        "--max-frame-bytes 0, '--max-frame-bytes must be between 1 and 67108864, not 0'",
        "--send-buffer -2, '--send-buffer must be at least -1, not -2'",
        "--preview-threads 0, '--preview-threads must be between 1 and '",
        "--preview-threads 100000, ', not 100000 (see viewer --help)'",
        "--max-clip 0s, '--max-clip must be between 1ms and 36500d, not 0s'",
        "--max-clip 1w, '1w'",
        "--detect faces, '--detect has ''faces'', which cannot be looked for: use motion or face'",
        "detect --json, '--json needs --file or --from'",
        "detect --publish, '--publish needs --from'",
        "detect --to -1m, '--to needs --from'",
        "detect --from -1d, '--from searches one stream: name it with --stream NAME'",
        "detect --stream a --from yesterday, '--from yesterday: must be a time such as'",
        "detect --metrics-port 70000, '--metrics-port must be between 0 and 65535, not 70000'",
        "--stats 2d, '--stats must be between 0s and 1d, not 2d'",
        "--default-stream a\u001bb, '--default-stream'",
        "--topic a/b, '--topic must be a valid topic name, not ''a/b'''",
        "export --stream a\u001bb --from -1d a.mp4, '--stream'",
        "export --partition -1 --from -1d a.mp4, '--partition must be at least 0, not -1 (see viewer export --help)'",
        "export --from -1d a.avi, 'FILE must end in'",
        "--port 1 export --from -1d a.mp4, 'options must come after ''export'''",
        "--port 1 forget front, 'options must come after ''forget'''",
        "forget, NAME",
        "notify, 'there is nobody to tell: give at least one --webhook or --mqtt (see viewer notify --help)'",
        "--port 1 notify --mqtt mqtt://a, 'options must come after ''notify'''",
        "notify --webhook ftp://a/b, '--webhook must be an address such as https://ntfy.sh/my-topic'",
        "notify --webhook http://a/ --webhook http://a/, 'the same --webhook is given twice: http://a'",
        "notify --webhook http://a/ --format ntfy --format slack, '--format must be given once, or once for each'",
        "notify --webhook http://a/ --header Host:b, '--header must be ''NAME: VALUE'''",
        "notify --webhook http://a/ --types motoin, '--types has ''motoin'', which is no type'",
        "notify --webhook http://a/ --cool-down 2d, '--cool-down must be between 0s and 1d, not 2d'",
        "notify --webhook http://a/ --public-url a, '--public-url must be'",
        "notify --mqtt http://a, '--mqtt must be an address such as mqtt://HOST:1883'",
        "notify --mqtt mqtt://a --mqtt-password-file b, '--mqtt-password-file needs a user in --mqtt'",
        "notify --mqtt mqtt://a --mqtt-prefix a/#, '--mqtt-prefix must be the beginning of an MQTT topic'",
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
                            + " of 127.0.0.1 is already in use; stop the other program, or choose another port"
                            + " with --port"),
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
    void printsHelpAndVersion() {
        assertEquals(0, run("--help").exitCode);
        assertEquals(0, run("export", "--help").exitCode);
        // The version comes from the jar of the common module, which only a packaged build has.
        for (String output : List.of(run("--version").output, run("export", "--version").output)) {
            assertTrue(output.matches("viewer (\\d+\\.\\d+\\.\\d+\\S*|\\(not packaged\\))\n"), output);
        }
    }

    private static Outcome run(String... arguments) {
        PrintStream standardError = System.err;
        PrintStream standardOut = System.out;
        ByteArrayOutputStream errors = new ByteArrayOutputStream();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        System.setErr(new PrintStream(errors, true, UTF_8));
        System.setOut(new PrintStream(output, true, UTF_8));
        try {
            int exitCode = new CommandRunner(Map.of()).run(new ViewerCommand(), arguments);
            return new Outcome(exitCode, errors.toString(UTF_8).lines().toList(), output.toString(UTF_8));
        } finally {
            System.setErr(standardError);
            System.setOut(standardOut);
        }
    }
}
