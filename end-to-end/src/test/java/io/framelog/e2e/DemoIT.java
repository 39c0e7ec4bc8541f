package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.testing.ServiceProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code bin/demo}: one command, and nothing left of it at its end. */
@Timeout(180)
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it is a shell script")
class DemoIT {
    private final Path folder;

    DemoIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void showsAFileAndTakesEverythingDownAtCtrlC() throws Exception {
        Path file = Recordings.h264(folder.resolve("my clip.mp4"), 50);
        int port = Ports.unused();
        try (ServiceProcess demo = demo(port, Ports.unused(), file.toString())) {
            demo.awaitLine("Framelog: http://127\\.0\\.0\\.1:" + port + "/");
            HttpResponse<byte[]> snapshot = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/streams/demo.jpg"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofByteArray());
            assertEquals(200, snapshot.statusCode());
            List<ProcessHandle> services = services(demo);
            assertEquals(3, services.size(), "Kafka, the viewer and the publisher");
            demo.signal("INT");
            assertEquals(130, demo.awaitExit(), demo.output());
            awaitEnd(services);
        }
    }

    @Test
    void saysWhichServiceHasEndedAndEndsTheOthers() throws Exception {
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
    void saysInOneLineThatAPortIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ServiceProcess demo = demo(taken.getLocalPort(), Ports.unused())) {
            assertEquals(69, demo.awaitExit());
            assertEquals("demo: port " + taken.getLocalPort() + " is taken: choose another with --port", demo.output());
        }
    }

    @Test
    void saysInOneLineThatThereIsNoSuchFile() throws Exception {
        try (ServiceProcess demo = demo(Ports.unused(), Ports.unused(), "/nowhere/clip.mp4")) {
            assertEquals(66, demo.awaitExit());
            assertEquals("demo: no such file, or it may not be read: /nowhere/clip.mp4", demo.output());
        }
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
