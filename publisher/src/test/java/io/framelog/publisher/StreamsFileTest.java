package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.CommandRunner;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.publisher.http.CameraAddress;
import io.framelog.publisher.source.SourceOptions.Transport;
import io.framelog.publisher.source.SourceSpec;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class StreamsFileTest {
    @TempDir
    private Path folder;

    @Test
    void eachStreamHasItsOwnSettingsOverTheDefaults() {
        List<PublishSettings> streams = read("""
                        streams:
                          front: {camera: 1, size: 1280x720}
                          yard:
                            url: rtsp://10.0.0.8/stream1
                            timeout: 20s
                            fps: 5
                          clip: {file: clips/box.mp4, loop: true}
                        defaults: {fps: 15, quality: 70}
                        """).streams();
        assertEquals(
                List.of("front", "yard", "clip"),
                streams.stream().map(stream -> stream.stream().value()).toList());
        PublishSettings front = streams.get(0);
        assertEquals(new SourceSpec.Camera(1), front.source());
        assertEquals(Optional.of(new ImageSize(1280, 720)), front.image().size());
        assertEquals(70, front.image().quality());
        assertEquals(OptionalDouble.of(15), front.framesPerSecond());
        assertFalse(front.alone());
        PublishSettings yard = streams.get(1);
        assertEquals(url("rtsp://10.0.0.8/stream1"), yard.source());
        assertEquals(Optional.of(Duration.ofSeconds(20)), yard.timeout());
        assertEquals(OptionalDouble.of(5), yard.framesPerSecond());
        PublishSettings clip = streams.get(2);
        assertEquals(new SourceSpec.Recording(folder.resolve("clips/box.mp4")), clip.source(), "relative to the file");
        assertTrue(clip.loop());
    }

    @Test
    void everyMistakeIsToldWithItsLineAndWhatIsAllowed() {
        assertMistakes(
                """
                topc: video
                stats: 2 weeks
                defaults: {quality: 170, url: rtsp://10.0.0.1/}
                streams:
                  front: {camera: 0, size: big, fps: fast}
                  front: {camera: 1}
                  back: {fsp: 5}
                  left: {camera: 0, file: a.mp4}
                  right: {camera: 0, loop: yes}
                  top: {file: a.mp4, loop: true, resume: true}
                  below: {test-pattern: true, image-format: bmp, allow: [a b]}
                  none:
                  '': {camera: 0}
                """,
                "line 1: topc: there is no such key; allowed are bootstrap-server, connect-timeout, kafka-config,"
                        + " max-frame-bytes, metrics-host, metrics-port, partitions, replication-factor, retention,"
                        + " retention-bytes, stats, topic",
                "line 2: stats: '2 weeks' is not a duration such as 500ms, 90s, 5m, 2h or 1d (DURATION)",
                "line 3: defaults.quality: must be between 1 and 100, not 170",
                "line 3: defaults.url: belongs to a stream, and cannot be a default",
                "line 5: streams.front.fps: 'fast' is not a number (N)",
                "line 5: streams.front.size: 'big' is not a size in pixels such as 1280x720 (WxH)",
                "line 6: streams: has the key front twice",
                "line 7: streams.back.fsp: there is no such key; allowed are allow, camera, ",
                "line 8: streams.left: only one source",
                "line 9: streams.right.loop: must be true or false, not 'yes'",
                "line 10: streams.top.resume: goes on to a file's end, and loop has none",
                "line 11: streams.below.allow: must be a name of FFmpeg",
                "line 11: streams.below.image-format: ",
                "line 12: streams.none: must have keys with values",
                "line 13: streams.: '' is not a stream name");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                          | line 1: the file is empty
                    'defaults: {fps: 1}'        | line 1: the key streams is missing
                    'streams: {}'               | line 1: streams: must have at least one stream
                    'streams: [a]'              | line 1: streams: must have keys with values
                    'streams: {a: {fps: [1'     | line 1: this is not YAML:
                    'streams: {a: {}}'          | line 1: streams.a: has no source; it must have one of camera, file,
                    'streams: {a: {camera: x}}' | line 1: streams.a.camera: must be a number between 0 and 9999 or a path such as /dev/video0, not 'x'
                    'streams: {a: {camera: -1}}'| line 1: streams.a.camera: must be a number between 0 and 9999
                    'streams: {a: {camera: }}'  | line 1: streams.a.camera: has no value
                    'streams: {a: {url: abc}}'  | line 1: streams.a.url: must be a URL such as
                    'streams: {a: {fps: {b: 1}}}'| line 1: streams.a.fps: must be a single value
                    """)
    void fileThatNamesNothingToPublishIsRefused(String text, String mistake) {
        List<String> lines = mistakes(text, Map.of());
        assertTrue(lines.get(0).startsWith(mistake), lines.toString());
    }

    @Test
    void valuesComeFromTheEnvironmentAndFromFiles() throws Exception {
        Path secret = Files.writeString(folder.resolve("secret"), "p@ss/w:rd%\n");
        Path address = Files.writeString(folder.resolve("address"), "http://10.0.0.9/image\r\n");
        List<PublishSettings> streams = read(
                        """
                        streams:
                          one: {url: "rtsp://viewer:${PASSWORD}@10.0.0.8/${STREAM}"}
                          two: {url: "rtsp://viewer:${file:%s}@10.0.0.8/a"}
                          three: {url: "file:%s"}
                          four: {url: "rtsp://10.0.0.8/$${STREAM}"}
                        """.formatted(secret, address), Map.of("PASSWORD", "p@ss/w:rd%", "STREAM", "a"))
                .streams();
        assertEquals(
                url("rtsp://viewer:p%40ss%2Fw%3Ard%25@10.0.0.8/a"),
                streams.get(0).source());
        assertEquals(streams.get(0).source(), streams.get(1).source());
        assertEquals(url("http://10.0.0.9/image"), streams.get(2).source());
        assertEquals(url("rtsp://10.0.0.8/${STREAM}"), streams.get(3).source());
    }

    @Test
    void secretThatIsMissingOrWrongIsToldAndNotShown() {
        String text = """
                streams:
                  one: {url: "rtsp://viewer:${PASSWORD}@10.0.0.8/a"}
                  two: {url: "rtsp://${file:/no/such/file}@10.0.0.8/a"}
                  three: {url: "rtsp://${}@10.0.0.8/a"}
                  four: {url: "rtsp://${A"}
                  five: {size: "${SIZE}", camera: 0}
                  six: {url: "${SIZE}"}
                """;
        List<String> lines = mistakes(text, Map.of("SIZE", "secret"));
        assertEquals(6, lines.size(), lines.toString());
        assertEquals("line 2: streams.one.url: the environment has no variable PASSWORD", lines.get(0));
        assertEquals("line 3: streams.two.url: no such file: /no/such/file", lines.get(1));
        assertTrue(lines.get(2).contains("'${}' is neither ${NAME}"), lines.get(2));
        assertTrue(lines.get(3).contains("without its }"), lines.get(3));
        assertTrue(lines.get(4).contains("'${SIZE}' is not a size"), lines.get(4));
        assertFalse(lines.toString().contains("secret"), lines.toString());
    }

    @Test
    void defaultsForFilesDoNotHinderCameras() {
        List<PublishSettings> streams = read("""
                        defaults: {loop: true, every: 2s, transport: udp}
                        streams: {front: {camera: 0}, clip: {file: /a.mp4}, once: {file: /a.mp4, loop: false}}
                        """).streams();
        assertEquals(
                List.of(false, true, false),
                streams.stream().map(PublishSettings::loop).toList());
    }

    @Test
    void networkSourcesHaveTheirOwnSettings() {
        List<PublishSettings> streams = read("""
                        defaults: {fps: 15}
                        streams:
                          yard: {url: "rtsp://10.0.0.8/a", transport: udp}
                          gate: {snapshot: "http://10.0.0.9/image.jpg", every: 2s}
                          door: {snapshot: "http://10.0.0.9/image.jpg"}
                          usb: {camera: /dev/v4l/by-id/usb-1}
                        """).streams();
        assertEquals(Transport.UDP, streams.get(0).transport());
        assertEquals(Optional.empty(), streams.get(0).every());
        assertEquals(Optional.of(Duration.ofSeconds(2)), streams.get(1).every());
        assertEquals(Optional.of(Duration.ofSeconds(1)), streams.get(2).every(), "not as often as fps says");
        assertEquals(url("http://10.0.0.9/image.jpg"), streams.get(1).source());
        assertEquals(
                new SourceSpec.Camera("/dev/v4l/by-id/usb-1"), streams.get(3).source());
        assertMistakes(
                """
                streams:
                  a: {url: "http://10.0.0.8/a", transport: udp}
                  b: {url: "rtsp://10.0.0.8/a", every: 2s}
                  c: {snapshot: "rtsp://10.0.0.8/a"}
                  d: {url: "rtsp://10.0.0.8/a", transport: sctp}
                """,
                "line 2: streams.a.transport: needs an address that begins with rtsp://",
                "line 3: streams.b.every: needs an address that begins with http://",
                "line 4: streams.c.snapshot: must be a URL such as http://",
                "line 5: streams.d.transport: expected one of [TCP, UDP]");
    }

    @Test
    void anchorsAndQuotedNamesAreYamlToo() {
        List<PublishSettings> streams = read("""
                        %YAML 1.2
                        ---
                        streams:
                          Einfahrt Süd: &south
                            camera: 0
                          "2": *south
                        """).streams();
        assertEquals(
                List.of(new StreamName("Einfahrt Süd"), new StreamName("2")),
                streams.stream().map(PublishSettings::stream).toList());
    }

    @Test
    void commandLineAndEnvironmentOverrideTheFile() throws Exception {
        Files.writeString(folder.resolve("client.properties"), "client.rack=a");
        String text = """
                bootstrap-server: file:9092
                topic: of-file
                max-frame-bytes: 1000
                stats: 5s
                kafka-config: client.properties
                streams: {front: {camera: 0}}
                """;
        Map<String, String> environment = Map.of("FRAMELOG_TOPIC", "of-environment", "FRAMELOG_STATS", "6s");
        CommandLine command = CommandRunner.reader(new PublishCommand(environment));
        StreamsFile file = new StreamsFile(folder.resolve("cameras.yaml"), environment);
        ServiceOptions service = file.service(file.read(text), command.parseArgs("--stats", "7s"));
        assertEquals("file:9092", service.kafka().address());
        assertEquals("a", service.kafka().clientConfig().get("client.rack"), "relative to the file");
        assertEquals("of-environment", service.kafka().topic());
        assertEquals(1000, service.maxFrameBytes());
        assertEquals(Duration.ofSeconds(7), service.stats());
    }

    @Test
    void fileThatCannotBeReadHasAnExitCodeOfItsOwn() throws Exception {
        assertEquals(
                66, assertThrows(CommandFailure.class, file(Map.of())::text).exitCode());
        Files.write(folder.resolve("cameras.yaml"), new byte[] {(byte) 0xFF, 0});
        CommandFailure failure = assertThrows(CommandFailure.class, file(Map.of())::text);
        assertEquals(66, failure.exitCode());
        assertTrue(String.valueOf(failure.getMessage()).endsWith("it is not UTF-8"), failure.getMessage());
        Files.writeString(folder.resolve("cameras.yaml"), "\uFEFFstreams: {a: {camera: 0}}");
        StreamsFile marked = file(Map.of());
        assertEquals(1, marked.read(marked.text()).streams().size());
    }

    private void assertMistakes(String text, String... expected) {
        List<String> lines = mistakes(text, Map.of());
        assertEquals(expected.length, lines.size(), String.join("\n", lines));
        for (int i = 0; i < expected.length; i++) {
            assertTrue(lines.get(i).startsWith(expected[i]), lines.get(i) + "\nis not\n" + expected[i]);
        }
    }

    private List<String> mistakes(String text, Map<String, String> environment) {
        ConfigFailure failure = assertThrows(ConfigFailure.class, () -> read(text, environment));
        assertEquals(2, failure.exitCode());
        return failure.lines().stream()
                .map(line -> line.substring(line.indexOf(" line ") + 1))
                .toList();
    }

    private StreamsFile.Content read(String text) {
        return read(text, Map.of());
    }

    private StreamsFile.Content read(String text, Map<String, String> environment) {
        return file(environment).read(text);
    }

    private StreamsFile file(Map<String, String> environment) {
        return new StreamsFile(folder.resolve("cameras.yaml"), environment);
    }

    private static SourceSpec url(String url) {
        return new SourceSpec.Url(CameraAddress.parse(url).orElseThrow());
    }
}
