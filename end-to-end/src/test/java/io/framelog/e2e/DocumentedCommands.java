package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.e2e.Markdown.Block;
import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.testing.Await;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Runs the commands of the documents in a {@link Scene}. A command without a rule fails, so none stays untested. */
final class DocumentedCommands implements AutoCloseable {
    private static final Pattern INLINE = Pattern.compile("(bin/|curl |kcat |mvn |docker |export ).* .*");
    private static final Pattern TOOL = Pattern.compile("(?:^|\\| )(curl|kcat|ffmpeg|mosquitto_sub)\\b");
    private static final String NO_CLUSTER = "69";

    private final Scene scene;
    private final ProtectedKafka protectedKafka = new ProtectedKafka();
    private final Installation installation;

    DocumentedCommands(Scene scene) throws IOException {
        this.scene = scene;
        installation = new Installation(Files.createDirectory(scene.folder().resolve("root")));
    }

    /** All commands of the documents, without duplicates: those in shell blocks and those within sentences. */
    static Set<String> all() throws IOException {
        Set<String> commands = new LinkedHashSet<>();
        for (Markdown guide : Markdown.guides()) {
            for (Block block : guide.blocks()) {
                if (block.language().equals("sh")) {
                    block.text()
                            .replaceAll("\\\\\n\\s*", "")
                            .lines()
                            .map(line -> line.replaceFirst("\\s+# .*$", "").strip())
                            .filter(line -> !line.isEmpty())
                            .forEach(commands::add);
                }
            }
            guide.codeSpans().stream()
                    .filter(span -> INLINE.matcher(span).matches())
                    .forEach(commands::add);
        }
        return commands;
    }

    /** Runs a command and checks that it does what a reader expects. */
    void run(String documented) throws Exception {
        TOOL.matcher(documented).results().forEach(tool -> assumeInstalled(tool.group(1)));
        String command = scene.here(documented);
        if (command.contains("detect.yaml")) {
            Files.writeString(scene.folder().resolve("detect.yaml"), settingsOfDetection());
        }
        if (command.startsWith("mvn ")) {
            namesModulesAndTests(command);
        } else if (command.startsWith("docker ")) {
            namesServices(command);
        } else if (command.startsWith("export PATH=")) {
            prints("sh -c '" + command + "; command -v publisher; command -v viewer'", "bin/viewer$");
        } else if (command.endsWith("--list-cameras")) {
            prints(command, "\\S");
        } else if (command.startsWith("bin/publisher plan ")) {
            Files.writeString(scene.folder().resolve("cameras.yaml"), "streams: {a: {test-pattern: true}}");
            prints(command, "^disk: .* for one copy .* for 3 replicas$");
        } else if (command.contains(" --config cameras.yaml")) {
            publishesFile(command);
        } else if (command.startsWith("bin/publisher")) {
            publishes(command);
        } else if (command.startsWith("bin/viewer forget ")) {
            prints(command + "; test $? = 2", "'front' is live and would come back at once");
        } else if (command.startsWith("bin/viewer users ")) {
            changesUsers(command);
        } else if (command.startsWith("bin/viewer notify ")) {
            tells(command);
        } else if (command.startsWith("bin/viewer detect")) {
            detects(command);
        } else if (command.startsWith("bin/viewer export ")) {
            prints(command.contains(" > ") || command.contains(" | ") ? command : command + " --force", "");
        } else if (command.startsWith("bin/viewer")) {
            keepsRunning(
                    command.replaceFirst(" --port \\d+", "") + " --port 0", "viewer: https?://127\\.0\\.0\\.1:", 143);
        } else if (command.startsWith("bin/face-model")) {
            prints(command + " --help", "mediapipe"); // FaceModelScriptTest runs it without the network
        } else if (command.startsWith("bin/local-kafka")) {
            keepsRunning(command + " --port 0", "ready at ", 143);
        } else if (command.startsWith("bin/demo")) {
            keepsRunning(
                    command + " --port " + Ports.unused() + " --kafka-port " + Ports.unused(),
                    "Framelog: http://",
                    143);
        } else if (command.startsWith("curl -N ")) {
            keepsRunning(quiet(command), "^event: (status|lost|started)$", -1);
        } else if (command.startsWith("curl ")) {
            fetches(command);
        } else if (command.startsWith("kcat ")) {
            prints(
                    command,
                    command.contains(" %k %s") ? "^\\d+ front \\{.*\"specversion\"" : "^front \\d+ \\d+ bytes$");
        } else if (command.startsWith("kafka-acls.sh ")) {
            protectedKafka.givesTheRights(documented);
        } else if (command.startsWith("kafka-configs.sh ")) {
            protectedKafka.changesSettings(documented);
        } else if (command.startsWith("mosquitto_sub ")) {
            // It would refuse unknown options before it connects.
            try (ServiceProcess process = scene.start(command.replace("-h broker", "-h localhost -p 1"))) {
                assertEquals(1, process.awaitExit(), process.output());
                assertTrue(process.output().contains("onnection refused"), process.output());
            }
        } else if (command.startsWith("sudo ")) {
            installation.run(documented);
        } else if (command.startsWith("chmod ")) {
            prints(command, "");
        } else if (command.startsWith("ffmpeg ")) {
            prints(command, command.contains("width=320") ? "320x240" : "640x480");
        } else {
            throw new AssertionError("no test runs this command: " + documented);
        }
    }

    /** A test has no terminal to type a password, and needs a user to remove. */
    private void changesUsers(String command) throws Exception {
        String add = "printf 'correct horse\\n' | bin/viewer users add ben --password-stdin --users users.htpasswd";
        String own =
                command.contains(" add ") ? "printf 'correct horse\\n' | " + command + " --password-stdin" : command;
        prints(add + " && " + own, "ben|anna");
    }

    /** Whom a test must not tell is replaced by nobody. */
    private void tells(String command) throws Exception {
        Files.writeString(scene.folder().resolve("password.txt"), "secret\n");
        Files.writeString(scene.folder().resolve("notify.args"), "--webhook http://localhost:1/\n");
        keepsRunning(
                command.replaceAll("--webhook \\S+", "--webhook http://localhost:1/"),
                "viewer: tells of events in topic ",
                143);
    }

    private void detects(String command) throws Exception {
        if (command.contains(" --from ")) {
            prints(command, "viewer: front: \\d+ events in ");
        } else if (command.contains(" --file ")) {
            prints(command, command.contains(" --json") ? "" : "viewer: clip.mp4: \\d+ events in ");
        } else {
            keepsRunning(command, "looking for motion in topic ", 143);
        }
    }

    /** The file that the document of detection shows. */
    private static String settingsOfDetection() throws IOException {
        return Markdown.read("docs/detection.md").blocks().stream()
                .filter(block -> block.language().equals("yaml"))
                .map(Block::text)
                .findFirst()
                .orElseThrow();
    }

    private static void assumeInstalled(String tool) {
        assumeTrue(
                Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, tool))),
                "skipped: no " + tool + " is installed");
    }

    /** Runs a command that must succeed and print a matching line. */
    private void prints(String command, String line) throws Exception {
        try (ServiceProcess process = scene.start(command)) {
            assertEquals(0, process.awaitExit(), process.output());
            assertTrue(
                    Pattern.compile(line, Pattern.MULTILINE)
                            .matcher(process.output())
                            .find(),
                    process.output());
        }
    }

    /** Runs a command that must print a matching line and continue until SIGTERM; exit code -1 accepts any. */
    private void keepsRunning(String command, String line, int exitCode) throws Exception {
        try (ServiceProcess process = scene.start(command)) {
            process.awaitLine(line);
            process.signal("TERM");
            int ended = process.awaitExit();
            assertTrue(exitCode == -1 || ended == exitCode, ended + ": " + process.output());
        }
    }

    /** Checks that a publisher's frames reach the viewer. A test pattern replaces cameras, which test machines lack. */
    private void publishes(String command) throws Exception {
        String stream = "documented-" + Integer.toHexString(command.hashCode());
        String own = command.replaceAll(" --stream \\S+", "").replaceAll("--camera \\d+", "--test-pattern")
                + " --stream " + stream;
        if (command.contains("--kafka-config")) {
            settingsAreAccepted(own);
            return;
        }
        try (ServiceProcess publisher = scene.start(own)) {
            awaitFrameOf(stream, publisher);
            if (command.contains("clip.mp4")) {
                assertEquals(0, publisher.awaitExit(), publisher.output());
            }
        }
    }

    /** The documented file must be right. Its cameras do not exist here, so another one is published. */
    private void publishesFile(String command) throws Exception {
        Path file = scene.folder().resolve("cameras.yaml");
        if (command.endsWith("--check-config")) {
            Files.writeString(scene.folder().resolve("client.properties"), "");
            Files.writeString(
                    file,
                    Markdown.read("docs/cameras.md").blocks().stream()
                            .filter(block -> block.language().equals("yaml"))
                            .map(Block::text)
                            .findFirst()
                            .orElseThrow());
            prints("env YARD_PASSWORD=secret " + command, "cameras.yaml is right: 4 streams");
        } else {
            Files.writeString(file, "streams: {documented-config: {test-pattern: true}}");
            String own = command.replaceFirst("--metrics-port \\d+", "--metrics-port " + Ports.unused());
            try (ServiceProcess publisher = scene.start(own)) {
                awaitFrameOf("documented-config", publisher);
            }
        }
    }

    /** Waits until the viewer has a frame of a stream. */
    void awaitFrameOf(String stream, ServiceProcess publisher) {
        Await.until(() -> "there is no frame; the publisher says " + publisher.output(), () -> {
            HttpResponse<InputStream> answer = scene.get("/streams/" + stream + ".jpg");
            answer.body().close();
            return answer.statusCode() == 200;
        });
    }

    /** The documented cluster does not exist here. Exit code 69 shows that Kafka's client accepted its settings. */
    void settingsAreAccepted(String publisher) throws Exception {
        try (ServiceProcess process = scene.start(publisher, "FRAMELOG_CONNECT_TIMEOUT=1")) {
            assertEquals(NO_CLUSTER, Integer.toString(process.awaitExit()), process.output());
        }
    }

    /** Runs a download that must succeed, and write a file if the command names one. */
    private void fetches(String command) throws Exception {
        Set<Path> before = files();
        prints(quiet(command), "");
        Matcher file = Pattern.compile(" -o (\\S+)").matcher(command);
        if (file.find()) {
            assertTrue(Files.size(scene.folder().resolve(file.group(1))) > 100, command);
        } else if (command.contains(" -OJ ")) {
            List<Path> made = new ArrayList<>(files());
            made.removeAll(before);
            assertEquals(1, made.size(), "one file of " + command);
            assertTrue(made.get(0).getFileName().toString().matches("front-[0-9T.-]+Z\\.mp4"), made.toString());
        }
    }

    private Set<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(scene.folder())) {
            return new LinkedHashSet<>(files.toList());
        }
    }

    private static String quiet(String curl) {
        return curl.replaceFirst("^curl ", "curl --fail --silent --show-error ");
    }

    /** Does not run Maven, which is running this test; checks the modules and tests that the command names. */
    private static void namesModulesAndTests(String command) throws IOException {
        assertTrue(command.matches("mvn (-\\S+ )*(\\S+ )?(package|test|verify).*"), command);
        Path root = Markdown.root();
        Matcher modules = Pattern.compile(" -pl (\\S+)").matcher(command);
        List<String> folders = modules.find() ? List.of(modules.group(1).split(",", -1)) : List.of();
        folders.forEach(module -> assertTrue(Files.exists(root.resolve(module).resolve("pom.xml")), module));
        for (MatchResult test :
                Pattern.compile("-Dtest=(\\w+)").matcher(command).results().toList()) {
            try (Stream<Path> sources = Files.walk(root.resolve(folders.get(folders.size() - 1)))) {
                assertTrue(sources.anyMatch(file -> file.endsWith(test.group(1) + ".java")), test.group(1));
            }
        }
    }

    /** Does not run Docker, which few machines have; checks that Docker's files have what the command names. */
    private void namesServices(String command) throws Exception {
        String compose = Files.readString(Markdown.root().resolve("compose.yaml"));
        String dockerfile = Files.readString(Markdown.root().resolve("Dockerfile"));
        Matcher run = Pattern.compile("docker (?:run --rm framelog-|compose run --rm --no-deps )(\\w+) (.*)")
                .matcher(command);
        Matcher composed = Pattern.compile("docker compose((?: --profile \\w+)*) (?:up|down|ps)"
                        + "(?: --(?:detach|force-recreate|no-deps|volumes))*(.*)")
                .matcher(command);
        Matcher build =
                Pattern.compile("docker buildx build .*--target (\\w+) .* \\.").matcher(command);
        if (run.matches()) {
            assertTrue(compose.contains("image: framelog-" + run.group(1) + "\n"), command);
            String known = run.group(2).replaceFirst(" .*|--help", "");
            prints("bin/" + run.group(1) + " " + known + " --help", "--\\w+");
        } else if (composed.matches()) {
            for (String service : composed.group(2).strip().split(" ", -1)) {
                assertTrue(compose.contains("\n  " + service + (service.isEmpty() ? "" : ":\n")), command);
            }
            for (String profile : composed.group(1).strip().split(" ?--profile ", -1)) {
                assertTrue(profile.isEmpty() || compose.contains("profiles: [" + profile + "]\n"), command);
            }
        } else {
            assertTrue(build.matches(), "no test knows this command: " + command);
            assertTrue(dockerfile.contains(" AS " + build.group(1) + "\n"), command);
        }
    }

    @Override
    public void close() {
        protectedKafka.close();
    }
}
