package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.testing.Await;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/demo}: builds, runs all services, and leaves no process behind. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script")
class DemoIT {
    private static final List<String> MODULES = List.of("local-kafka", "viewer", "publisher");
    private static final String POM = """
            <project><modelVersion>4.0.0</modelVersion><groupId>demo</groupId><version>1</version>
            <packaging>pom</packaging><artifactId>%s</artifactId><name>%s</name>%s</project>
            """;
    /** With the plugin that the real build uses, so that nothing has to be downloaded. */
    private static final String RUN_SHELL = """
            <build><plugins><plugin>
            <groupId>org.codehaus.mojo</groupId><artifactId>exec-maven-plugin</artifactId><version>3.5.0</version>
            <executions><execution><phase>package</phase><goals><goal>exec</goal></goals></execution></executions>
            <configuration><executable>/bin/sh</executable><arguments>%s</arguments></configuration>
            </plugin></plugins></build>
            """;

    private final Path folder;

    DemoIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void showsAFileAndASecondStreamAndStopsEverythingAtCtrlC() throws Exception {
        Path file = Recordings.h264(folder.resolve("my clip.mp4"), 50);
        int port = Ports.unused();
        int kafkaPort = Ports.unused();
        try (ServiceProcess demo = demo(port, kafkaPort, file.toString())) {
            demo.awaitLine("^Framelog: http://127\\.0\\.0\\.1:" + port + "/$");
            assertEquals(200, snapshotStatus(port, "demo"));
            demo.awaitLine("^Kafka: localhost:" + kafkaPort + "$");
            String command = demo.awaitLine("^Publish a second stream: (.*)$").group(1);
            try (ServiceProcess second = ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", "exec " + command)) {
                Await.until(second::output, () -> snapshotStatus(port, "second") == 200);
            }
            List<ProcessHandle> services = services(demo);
            assertEquals(3, services.size(), "Kafka, the viewer and the publisher");
            demo.signal("INT");
            assertEquals(130, demo.awaitExit(), demo.output());
            awaitEnd(services);
        }
    }

    @ParameterizedTest
    @CsvSource({"TERM, 143", "INT, 130"})
    void stopsMavenAndItsChildrenWhenItIsStoppedDuringTheBuild(String signal, int exitCode) throws Exception {
        try (ServiceProcess demo = unbuilt("<argument>-c</argument><argument>sleep 100 &amp; wait</argument>")) {
            demo.awaitLine("^demo: building \\[1/3] Local Kafka$");
            Await.until(
                    "Maven runs its plugin", () -> children(demo, "sleep 100").count() == 1);
            List<ProcessHandle> children = demo.handle().descendants().toList();

            demo.signal(signal);

            assertEquals(exitCode, demo.awaitExit(), demo.output());
            awaitEnd(children);
        }
    }

    @Test
    void showsTheProgressOfTheBuildAndItsErrorsWithoutEscapeCodes() throws Exception {
        try (ServiceProcess demo = unbuilt("<argument>-c</argument><argument>exit 7</argument>")) {
            assertEquals(1, demo.awaitExit(), demo.output());

            demo.awaitLine("^demo: building \\[1/3] Local Kafka$");
            demo.awaitLine("^\\[ERROR] .*on project local-kafka");
            demo.awaitLine("^demo: the build failed");
            assertFalse(demo.output().chars().anyMatch(c -> c != '\n' && Character.isISOControl(c)), demo.output());
        }
    }

    @Test
    void saysWhichServiceHasEndedAndStopsTheOthers() throws Exception {
        int port = Ports.unused();
        try (ServiceProcess demo = demo(port, Ports.unused())) {
            demo.awaitLine("Framelog: http://");
            List<ProcessHandle> services = services(demo);
            ProcessHandle viewer = services.stream()
                    .filter(service -> service.info().commandLine().orElse("").contains("framelog-viewer.jar"))
                    .findFirst()
                    .orElseThrow();
            viewer.destroyForcibly();
            assertEquals(1, demo.awaitExit(), demo.output());
            assertTrue(demo.output().contains("demo: viewer has ended; its last lines:"), demo.output());
            awaitEnd(services);
        }
    }

    @Test
    void rejectsAPortThatIsInUse() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess demo = demo(taken.getLocalPort(), Ports.unused())) {
            assertEquals(69, demo.awaitExit());
            assertEquals(
                    "demo: port " + taken.getLocalPort() + " is in use: choose another with --port", demo.output());
        }
    }

    @Test
    void rejectsAFileThatDoesNotExist() throws Exception {
        try (ServiceProcess demo = demo(Ports.unused(), Ports.unused(), "/nowhere/clip.mp4")) {
            assertEquals(66, demo.awaitExit());
            assertEquals("demo: no such file, or it cannot be read: /nowhere/clip.mp4", demo.output());
        }
    }

    /** A copy of the demo in a tree that is not built, and whose first module runs a shell with these arguments. */
    private ServiceProcess unbuilt(String arguments) throws IOException {
        assumeTrue(isOnPath("mvn"), "skipped: Maven is not installed");
        Path root = Path.of(System.getProperty("framelog.root", ".."));
        Files.createDirectories(folder.resolve("bin"));
        Files.copy(root.resolve("bin/demo"), folder.resolve("bin/demo"), StandardCopyOption.COPY_ATTRIBUTES);
        String modules = MODULES.stream().map(DemoIT::element).collect(Collectors.joining());
        pom(folder, "Root", "root", "<modules>" + modules + "</modules>");
        pom(folder.resolve("local-kafka"), "Local Kafka", "local-kafka", RUN_SHELL.formatted(arguments));
        pom(folder.resolve("viewer"), "Viewer", "viewer", "");
        pom(folder.resolve("publisher"), "Publisher", "publisher", "");
        return ServiceProcess.startCommand(
                folder.resolve("bin/demo"),
                "--port",
                Integer.toString(Ports.unused()),
                "--kafka-port",
                Integer.toString(Ports.unused()));
    }

    private static String element(String module) {
        return "<module>" + module + "</module>";
    }

    private static void pom(Path module, String name, String artifact, String content) throws IOException {
        Files.createDirectories(module);
        Files.writeString(module.resolve("pom.xml"), POM.formatted(artifact, name, content));
    }

    private static boolean isOnPath(String program) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }

    private static Stream<ProcessHandle> children(ServiceProcess demo, String commandLine) {
        return demo.handle()
                .descendants()
                .filter(child -> child.info().commandLine().orElse("").endsWith(commandLine));
    }

    private static int snapshotStatus(int port, String stream) throws Exception {
        URI address = URI.create("http://127.0.0.1:" + port + "/streams/" + stream + ".jpg");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(address).build(), HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    private static ServiceProcess demo(int port, int kafkaPort, String... file) {
        Stream<String> arguments =
                Stream.of("--port", Integer.toString(port), "--kafka-port", Integer.toString(kafkaPort));
        return ServiceProcess.startCommand(
                Path.of(System.getProperty("framelog.root", "..")).resolve("bin/demo"),
                Stream.concat(arguments, Stream.of(file)).toArray(String[]::new));
    }

    private static List<ProcessHandle> services(ServiceProcess demo) {
        return demo.handle()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("framelog-"))
                .toList();
    }

    private static void awaitEnd(List<ProcessHandle> services) throws Exception {
        CompletableFuture.allOf(services.stream().map(ProcessHandle::onExit).toArray(CompletableFuture[]::new))
                .get(30, TimeUnit.SECONDS);
    }
}
