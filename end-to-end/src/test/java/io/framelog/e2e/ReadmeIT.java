package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.e2e.Markdown.Block;
import io.framelog.event.EventType;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.MjpegClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every command, code block and address in the README and in {@code docs} works as documented. A command is skipped if
 * its tool is not installed.
 */
@ExtendWith(KafkaExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class ReadmeIT {
    /** The answer for a WebSocket's address that is asked for as a page. */
    private static final int UPGRADE_REQUIRED = 426;

    /** {@link ProxyIT} tests those of the proxies. */
    private static final Set<String> LANGUAGES =
            Set.of("sh", "python", "json", "properties", "yaml", "js", "text", "nginx", "caddy", "haproxy");

    private final Scene scene;
    private final DocumentedCommands commands;
    private final JsonExample json;

    ReadmeIT(TestKafka kafka, @TempDir Path folder) throws Exception {
        scene = new Scene(kafka, folder);
        commands = new DocumentedCommands(scene);
        json = new JsonExample(scene);
        Files.writeString(folder.resolve("client.properties"), block("README.md", "properties", 0));
        Files.copy(folder.resolve("client.properties"), folder.resolve("publisher.properties"));
    }

    @AfterAll
    void endAll() {
        commands.close();
        scene.close();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandWorks(String command) throws Exception {
        try {
            commands.run(command);
        } catch (AssertionError e) {
            throw new AssertionError(command + ": " + e.getMessage(), e);
        }
    }

    static Set<String> commands() throws IOException {
        return DocumentedCommands.all();
    }

    @Test
    void everyBlockHasALanguageThatIsTested() throws IOException {
        for (Markdown guide : Markdown.guides()) {
            guide.blocks().forEach(block -> assertTrue(LANGUAGES.contains(block.language()), block.toString()));
        }
    }

    @ParameterizedTest
    @MethodSource("addresses")
    void addressIsAnswered(String address) throws Exception {
        HttpResponse<InputStream> answer = scene.get(scene.here(address));
        answer.body().close();
        assertEquals(address.equals("/ws") ? UPGRADE_REQUIRED : 200, answer.statusCode(), address);
    }

    /** The addresses in the first column of the tables. */
    static Set<String> addresses() throws IOException {
        Set<String> addresses = new LinkedHashSet<>();
        for (String name : List.of("docs/http.md", "docs/time-travel.md")) {
            for (List<String> row : Markdown.rows(Markdown.read(name).prose())) {
                Markdown.codeSpans(row.get(0))
                        .filter(span -> span.startsWith("/"))
                        .forEach(addresses::add);
            }
        }
        return addresses;
    }

    @ParameterizedTest
    @MethodSource("properties")
    void settingsOfKafkasClientsAreAccepted(Block block) throws Exception {
        Files.writeString(
                scene.folder().resolve("settings.properties"),
                block.text().replace("/etc/framelog/", scene.folder() + "/"));
        commands.settingsAreAccepted("bin/publisher --test-pattern --kafka-config settings.properties");
    }

    static List<Block> properties() throws IOException {
        return blocks("properties");
    }

    @ParameterizedTest
    @MethodSource("services")
    void aContainersVariablesMakeAPublisher(Block block) throws Exception {
        List<String> variables = new ArrayList<>(List.of("FRAMELOG_TEST_PATTERN=true"));
        Pattern.compile("(FRAMELOG_\\w+): (.*)")
                .matcher(scene.here(block.text()))
                .results()
                .map(variable -> variable.group(1) + "=" + variable.group(2))
                .map(variable -> variable.replaceFirst("=/clips/.*", "=clip.mp4"))
                .map(variable -> variable.replaceFirst("=/cameras/", "="))
                .forEach(variables::add);
        if (block.text().contains("FRAMELOG_CONFIG")) {
            checksCameras(variables);
            return;
        }
        String stream = "container-" + block.line();
        variables.add("FRAMELOG_STREAM=" + stream);
        try (ServiceProcess publisher = scene.start("bin/publisher", variables.toArray(String[]::new))) {
            if (block.text().contains("FRAMELOG_CAMERA")) {
                assertEquals(66, publisher.awaitExit(), "test machines have no camera: " + publisher.output());
            } else {
                commands.awaitFrameOf(stream, publisher);
            }
        }
    }

    /** The file that is shown before; its cameras do not exist here. */
    private void checksCameras(List<String> variables) throws Exception {
        Path secret = Files.writeString(scene.folder().resolve("yard"), "secret\n");
        String cameras = blocks("yaml").stream()
                .map(Block::text)
                .filter(text -> text.contains("/run/secrets/yard") && text.contains("streams:"))
                .findFirst()
                .orElseThrow();
        Files.writeString(
                scene.folder().resolve("cameras.yaml"), cameras.replace("/run/secrets/yard", secret.toString()));
        try (ServiceProcess check = scene.start("bin/publisher --check-config", variables.toArray(String[]::new))) {
            assertEquals(0, check.awaitExit(), check.output());
            assertTrue(check.output().contains("cameras.yaml is right: 2 streams"), check.output());
        }
    }

    /** Those of a publisher. */
    static List<Block> services() throws IOException {
        return blocks("yaml").stream()
                .filter(block -> block.text().startsWith("services:\n  publisher:"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("jsons")
    void jsonHasTheMembersOfTheRealOne(Block block) throws Exception {
        assertEquals(JsonExample.members(json.real(block.text())), JsonExample.members(block.text()), block.toString());
    }

    static List<Block> jsons() throws IOException {
        return blocks("json");
    }

    @Test
    void serverSentEventsLookAsShown() throws Exception {
        Set<String> shown = block("docs/events.md", "text", 0)
                .lines()
                .map(ReadmeIT::form)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        HttpResponse<InputStream> answer = scene.get("/streams/front/events?since=-2h");
        try (BufferedReader real = new BufferedReader(new InputStreamReader(answer.body(), UTF_8))) {
            while (!shown.isEmpty()) {
                shown.remove(form(real.readLine()));
            }
        }
    }

    /** A line without the values that differ each time. */
    private static String form(String line) {
        return line.replaceFirst("^id: \\d+@\\d+$", "id").replaceFirst("^data: \\{.*\\}$", "data");
    }

    @Test
    void pythonConsumerReadsFrames() throws Exception {
        Files.writeString(scene.folder().resolve("consumer.py"), scene.here(block("docs/records.md", "python", 0)));
        try (ServiceProcess consumer = scene.start(python() + " -u consumer.py")) {
            consumer.awaitLine("front \\d+ b'\\d+' \\d+ bytes");
            Await.until(
                    "the picture is in its file",
                    () -> Files.exists(scene.folder().resolve("front.jpg")));
        }
    }

    @Test
    void pythonProducersPictureIsShown() throws Exception {
        Files.writeString(scene.folder().resolve("producer.py"), scene.here(block("docs/records.md", "python", 1)));
        byte[] picture = Files.readAllBytes(scene.folder().resolve("picture.jpg"));
        try (MjpegClient client = MjpegClient.open(scene.port(), "/kaf/")) {
            client.preamble();
            try (ServiceProcess producer = scene.start(python() + " producer.py")) {
                assertEquals(0, producer.awaitExit(), producer.output());
            }
            Await.until("the picture comes", () -> client.next().image().length == picture.length);
        }
    }

    @Test
    void scriptInABrowserHearsOfALoss(@TempDir Path profile) throws Exception {
        try (Chromium browser = new Chromium(Chromium.installed(), profile, 800, 600)) {
            browser.open("http://127.0.0.1:" + scene.port() + "/");
            Await.until("the page is there", () -> "Framelog".equals(browser.evaluate("document.title")));
            browser.evaluate("window.alert = text => { window.said = text; }");
            browser.evaluate(block("docs/events.md", "js", 0));
            Await.until("it says what is lost", () -> {
                scene.tell(EventType.LOST, Instant.now());
                Thread.sleep(200);
                return "front is lost".equals(browser.evaluate("window.said"));
            });
        }
    }

    private static List<Block> blocks(String language) throws IOException {
        return Markdown.guides().stream()
                .flatMap(guide -> guide.blocks().stream())
                .filter(block -> block.language().equals(language))
                .toList();
    }

    private static String block(String document, String language, int index) throws IOException {
        return Markdown.read(document).blocks().stream()
                .filter(block -> block.language().equals(language))
                .skip(index)
                .findFirst()
                .orElseThrow()
                .text();
    }

    /** A Python that has kafka-python. */
    private static String python() throws InterruptedException {
        List<String> pythons = Stream.concat(
                        Stream.of("/usr/bin/python3"),
                        Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                                .map(folder -> folder + "/python3"))
                .toList();
        for (String python : pythons) {
            if (Files.isExecutable(Path.of(python))) {
                try (ServiceProcess check = ServiceProcess.startCommand(Path.of(python), "-c", "import kafka")) {
                    if (check.awaitExit() == 0) {
                        return python;
                    }
                }
            }
        }
        assumeTrue(false, "skipped: no Python with kafka-python is installed");
        return "";
    }
}
