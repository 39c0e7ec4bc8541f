package io.framelog.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.event.EventTopic;
import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.Await;
import io.framelog.viewer.testing.Images;
import io.framelog.viewer.testing.MjpegClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows to those with other tools works as it stands there. Each is skipped where its tool is not installed. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class ReadmeIT {
    private final TestKafka kafka;
    private final String topic;
    private final Path folder;
    private final String readme;

    ReadmeIT(TestKafka kafka, @TempDir Path folder) throws IOException {
        this.kafka = kafka;
        this.folder = folder;
        topic = kafka.uniqueName("readme");
        readme = Files.readString(
                Path.of(System.getProperty("framelog.root", "..")).resolve("README.md"));
    }

    @Test
    void pythonConsumerReadsFrames() throws Exception {
        Path script = Files.writeString(folder.resolve("consumer.py"), here(block("python", 0)));
        try (Services services = new Services(kafka.bootstrapServer(), topic)) {
            ServiceProcess publisher = services.publisher("--test-pattern", "--stream", "front");
            publisher.awaitLine("created the topic");
            try (ServiceProcess consumer =
                    ServiceProcess.startCommand(Path.of("/usr/bin/env"), inFolder(python(), "-u", script.toString()))) {
                consumer.awaitLine("front \\d+ b'\\d+' \\d+ bytes");
                Await.until("the picture is in its file", () -> Files.exists(folder.resolve("front.jpg")));
            }
        }
    }

    @Test
    void pythonProducersPictureIsShown() throws Exception {
        byte[] picture = Images.jpeg(40, 30);
        Files.write(folder.resolve("picture.jpg"), picture);
        Path script = Files.writeString(folder.resolve("producer.py"), here(block("python", 1)));
        try (Services services = new Services(kafka.bootstrapServer(), topic);
                MjpegClient client = MjpegClient.open(services.viewer(), "/kaf/")) {
            client.preamble();
            try (ServiceProcess producer =
                    ServiceProcess.startCommand(Path.of("/usr/bin/env"), inFolder(python(), script.toString()))) {
                assertEquals(0, producer.awaitExit(), producer.output());
            }
            assertEquals(picture.length, client.next().image().length);
        }
    }

    @Test
    void kcatShowsTheNewestFramesAndWhatHappened() throws Exception {
        Path kcat = installed("kcat").orElse(Path.of(""));
        assumeTrue(Files.isExecutable(kcat), "skipped: no kcat is installed");
        try (Services services = new Services(kafka.bootstrapServer(), topic)) {
            Path file = Recordings.h264(folder.resolve("clip.mp4"), 5);
            ServiceProcess publisher = services.publisher(file.toString(), "--stream", "front");
            assertEquals(0, publisher.awaitExit(), publisher.output());
        }
        assertPrints("^front \\d+ \\d+ bytes$", kcatOf("video-stream"));
        assertPrints("^\\d+ front \\{.*\"io.framelog.stream.ended\"", kcatOf("video-events"));
    }

    /** The README's command that reads a topic. */
    private String kcatOf(String readTopic) {
        return here(readme.lines()
                .filter(line -> line.startsWith("kcat ") && line.contains(" -t " + readTopic + " "))
                .findFirst()
                .orElseThrow());
    }

    private static void assertPrints(String line, String command) throws Exception {
        try (ServiceProcess shell = ServiceProcess.startCommand(Path.of("/bin/sh"), "-c", command)) {
            assertEquals(0, shell.awaitExit(), shell.output());
            assertTrue(
                    Pattern.compile(line, Pattern.MULTILINE)
                            .matcher(shell.output())
                            .find(),
                    shell.output());
        }
    }

    @Test
    void ffmpegReadsTheOldAddress() throws Exception {
        Path ffmpeg = installed("ffmpeg").orElse(Path.of(""));
        assumeTrue(Files.isExecutable(ffmpeg), "skipped: no ffmpeg is installed");
        try (Services services = new Services(kafka.bootstrapServer(), topic)) {
            int port = services.viewer();
            services.publisher("--test-pattern");
            try (ServiceProcess client = ServiceProcess.startCommand(
                    ffmpeg,
                    "-nostdin",
                    "-i",
                    "http://127.0.0.1:" + port + "/kaf/",
                    "-frames:v",
                    "20",
                    "-f",
                    "null",
                    "-")) {
                assertEquals(0, client.awaitExit(), client.output());
                assertTrue(client.output().contains("640x480"), client.output());
            }
        }
    }

    private String block(String language, int index) {
        List<MatchResult> blocks = Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL)
                .matcher(readme)
                .results()
                .toList();
        return blocks.get(index).group(1);
    }

    /** The README's text with this test's broker and topics. */
    private String here(String text) {
        return text.replace("localhost:9092", kafka.bootstrapServer())
                .replace("video-stream", topic)
                .replace("video-events", EventTopic.of(topic).name());
    }

    private String[] inFolder(String... command) {
        return Stream.concat(Stream.of("-C", folder.toString()), Stream.of(command))
                .toArray(String[]::new);
    }

    /** A Python that has kafka-python. */
    private static String python() throws InterruptedException {
        for (Path python :
                List.of(Path.of("/usr/bin/python3"), installed("python3").orElse(Path.of("")))) {
            if (Files.isExecutable(python)) {
                try (ServiceProcess check = ServiceProcess.startCommand(python, "-c", "import kafka")) {
                    if (check.awaitExit() == 0) {
                        return python.toString();
                    }
                }
            }
        }
        assumeTrue(false, "skipped: no Python with kafka-python is installed");
        return "";
    }

    private static Optional<Path> installed(String tool) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1))
                .map(folder -> Path.of(folder, tool))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
