package io.framelog.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.ffmpeg.testing.Recordings;
import io.framelog.localkafka.LocalKafka;
import io.framelog.localkafka.LocalKafkaOptions;
import io.framelog.localkafka.access.Access;
import io.framelog.testing.ServiceProcess;
import io.framelog.viewer.testing.Await;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.quota.ClientQuotaAlteration;
import org.apache.kafka.common.quota.ClientQuotaEntity;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A login, a certificate, a right or a quota that is missing: all programs name it in one sentence, with the remedy. */
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaAccessIT {
    private static final List<String> PROGRAMS = List.of("publisher", "viewer", "export");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Path folder;
    private final LocalKafka kafka =
            LocalKafka.start(LocalKafkaOptions.defaults().withAccess(Access.SASL_OVER_TLS));
    private final Admin admin;

    KafkaAccessIT(@TempDir Path folder) throws IOException {
        this.folder = folder;
        admin = Admin.create(settings("admin"));
    }

    @BeforeAll
    void createTopics() throws Exception {
        admin.createTopics(Stream.of("video-stream", "video-streams", "video-events")
                        .map(topic -> new NewTopic(topic, 1, (short) 1))
                        .toList())
                .all()
                .get();
    }

    @AfterAll
    void close() {
        admin.close();
        kafka.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "sasl.jaas.config | publisher | nobody | 69 | does not accept this user and password: check sasl.jaas",
                "ssl.truststore.location | .*/tls | /absent | 2 | the file /absent/ca.pem does not exist",
                "sasl.jaas.config | ScramLogin | ScrumLogin | 2 | ScrumLoginModule",
                "security.protocol | SASL_SSL | SASL_PLAINTEXT | 2 | speaks TLS: set security.protocol",
                "security.protocol | SASL_SSL | PLAINTEXT | 2 | speaks TLS: set security.protocol",
                "ssl.truststore..* | .* | | 69 | is signed by nobody that this client trusts"
            })
    void aWrongSettingIsNamed(String name, String part, @Nullable String replacement, int exitCode, String reason)
            throws Exception {
        Properties settings = settings("publisher");
        for (String setting : settings.stringPropertyNames()) {
            if (setting.matches(name)) {
                String value = settings.getProperty(setting);
                if (replacement == null) {
                    settings.remove(setting);
                } else {
                    settings.setProperty(setting, value.replaceFirst(part, replacement));
                }
            }
        }
        allEndWith(exitCode, reason, settings);
    }

    @Test
    void anExpiredCertificateIsNamed() throws Exception {
        try (ExpiredTlsServer server = new ExpiredTlsServer(Files.createTempDirectory(folder, "expired"))) {
            Properties settings = new Properties();
            settings.setProperty("bootstrap.servers", "localhost:" + server.port());
            settings.setProperty("security.protocol", "SSL");
            settings.setProperty("ssl.truststore.type", "PEM");
            settings.setProperty("ssl.truststore.location", server.authority().toString());
            allEndWith(69, "the broker's certificate has expired", settings);
        }
    }

    private void allEndWith(int exitCode, String reason, Properties settings) throws Exception {
        Path config = write(settings);
        for (String program : PROGRAMS) {
            try (ServiceProcess process = start(program, config)) {
                assertEquals(exitCode, process.awaitExit(), process.output());
                String output = process.output();
                assertTrue(output.contains(reason), output);
                assertEquals(1, output.lines().count(), "one sentence: " + output);
            }
        }
    }

    @Test
    void aPublisherThatMayNotWriteSaysSoAtTheStart() throws Exception {
        try (ServiceProcess publisher = start("publisher", kafka.clientSettings("viewer"))) {
            assertEquals(69, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains("needs WRITE on topic video-stream:"), publisher.output());
        }
    }

    @Test
    void aViewerThatMayNotReadSaysSoOnce() throws Exception {
        try (ServiceProcess publisher = start("publisher", kafka.clientSettings("publisher"));
                ServiceProcess viewer = start("viewer", kafka.clientSettings("publisher"))) {
            int port = port(viewer);
            viewer.awaitLine("this user needs READ on topic video-stream");
            Await.until("it is not ready", () -> get(port, "/readyz").statusCode() == 503);
            assertTrue(get(port, "/readyz").body().contains("needs READ on topic"), "the reason is in /readyz");
            assertEquals(
                    1,
                    viewer.output()
                            .lines()
                            .filter(line -> line.contains("needs READ"))
                            .count(),
                    viewer.output());
            // An empty topic can be had without the right.
            assertTrue(
                    viewer.output()
                                    .lines()
                                    .filter(line -> line.contains("has the topic"))
                                    .count()
                            <= 1,
                    viewer.output());
            publisher.signal("TERM");
            publisher.awaitExit();
        }
    }

    @Test
    void aNotifierNeedsItsGroupsBesidesTheEvents() throws Exception {
        for (String user : List.of("viewer", "notify")) {
            String wanted = user.equals("notify")
                    ? "has the topic video-events"
                    : "this user needs READ on group framelog-notify-localhost-[0-9a-f]{8}: allow it";
            try (ServiceProcess notify = ServiceProcess.start(
                    "viewer",
                    Map.of(),
                    "notify",
                    "--kafka-config",
                    kafka.clientSettings(user).toString(),
                    "--webhook=http://localhost:1/")) {
                assertTrue(notify.awaitLine(wanted).find(0), wanted);
            }
        }
    }

    @Test
    void aDetectorHasTheRightsThatItNeedsAndAViewerLacksItsGroup() throws Exception {
        for (String user : List.of("viewer", "detect")) {
            String wanted = user.equals("detect")
                    ? "watching partitions"
                    : "this user needs READ on group framelog-detect: allow it";
            try (ServiceProcess detector = ServiceProcess.start(
                    "viewer",
                    Map.of(),
                    "detect",
                    "--kafka-config",
                    kafka.clientSettings(user).toString())) {
                assertTrue(detector.awaitLine(wanted).find(0), wanted);
            }
        }
    }

    @Test
    void aTimelineWithoutTheRightToReadEventsNamesIt() throws Exception {
        AclBinding readEvents = right("viewer", AclOperation.READ, "video-events");
        admin.deleteAcls(List.of(readEvents.toFilter())).all().get();
        try (ServiceProcess publisher = start("publisher", kafka.clientSettings("publisher"));
                ServiceProcess viewer = start("viewer", kafka.clientSettings("viewer"))) {
            int port = port(viewer);
            Await.until("it is live", () -> get(port, "/streams").body().contains("\"state\":\"live\""));
            Await.until("it is ready", () -> get(port, "/readyz").statusCode() == 200);
            HttpResponse<String> timeline = get(port, "/streams/access/timeline?buckets=2");
            assertEquals(200, timeline.statusCode(), timeline.body());
            assertTrue(timeline.body().contains("events are missing"), timeline.body());
            assertTrue(timeline.body().contains("READ on"), timeline.body());
            publisher.signal("TERM");
            publisher.awaitExit();
        } finally {
            admin.createAcls(List.of(readEvents)).all().get();
        }
    }

    @Test
    void aRightThatIsWithdrawnWhileRunningIsNamedAndItsReturnIsNoticed() throws Exception {
        AclBinding write = right("publisher", AclOperation.WRITE, "video-stream");
        try (ServiceProcess publisher = service(
                        "publisher", kafka.clientSettings("publisher"), "--test-pattern", "--stream", "withdrawn");
                ServiceProcess viewer = start("viewer", kafka.clientSettings("viewer"))) {
            int port = port(viewer);
            Await.until("frames come", () -> get(port, "/streams/withdrawn.jpg").statusCode() == 200);
            admin.deleteAcls(List.of(write.toFilter())).all().get();
            publisher.awaitLine("frames are dropped: not acknowledged .*needs WRITE on topic video-stream");
            Await.until(
                    "the status has the reason",
                    () -> get(port, "/streams").body().contains("needs WRITE on topic video-stream"));
            admin.createAcls(List.of(write)).all().get();
            Await.until("frames come again", () -> !get(port, "/streams").body().contains("needs WRITE"));
            publisher.signal("TERM");
            assertEquals(143, publisher.awaitExit(), publisher.output());
        } finally {
            admin.createAcls(List.of(write)).all().get();
        }
    }

    @Test
    void aFileWaitsForAWithdrawnRightAndLosesNothing() throws Exception {
        AclBinding write = right("publisher", AclOperation.WRITE, "video-stream");
        int frames = 150;
        Path file = Recordings.h264(folder.resolve("clip.mp4"), frames);
        try (ServiceProcess publisher = service(
                "publisher", kafka.clientSettings("publisher"), "--file", file.toString(), "--stream", "file")) {
            Await.until("frames come", () -> seqsOf("file").size() >= 20);
            admin.deleteAcls(List.of(write.toFilter())).all().get();
            publisher.awaitLine("WARN .*needs WRITE on topic video-stream.*; waiting for it");
            admin.createAcls(List.of(write)).all().get();
            publisher.awaitLine("Kafka takes frames again");
            assertEquals(0, publisher.awaitExit(), publisher.output());
            assertTrue(publisher.output().contains(frames + " frames sent"), publisher.output());
        } finally {
            admin.createAcls(List.of(write)).all().get();
        }
        assertEquals(LongStream.range(0, frames).boxed().toList(), seqsOf("file"));
    }

    private List<Long> seqsOf(String stream) throws IOException {
        List<Long> seqs = new ArrayList<>();
        List<TopicPartition> frames = List.of(new TopicPartition("video-stream", 0));
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings("admin"), new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(frames);
            consumer.seekToBeginning(frames);
            long end = consumer.endOffsets(frames).values().iterator().next();
            while (consumer.position(frames.get(0)) < end) {
                for (ConsumerRecord<String, byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    if (stream.equals(record.key())) {
                        seqs.add(Long.parseLong(
                                new String(record.headers().lastHeader("seq").value(), US_ASCII)));
                    }
                }
            }
        }
        return seqs;
    }

    @Test
    void aQuotaIsNamed() throws Exception {
        ClientQuotaEntity user = new ClientQuotaEntity(Map.of(ClientQuotaEntity.USER, "publisher"));
        setQuota(user, 20_000.0);
        try (ServiceProcess publisher = start("publisher", kafka.clientSettings("publisher"))) {
            publisher.awaitLine("WARN .*quota: raise producer_byte_rate");
            publisher.awaitLine("WARN .*frames are dropped");
            assertFalse(publisher.output().contains("does not answer"), publisher.output());
            publisher.signal("TERM");
            publisher.awaitExit();
        } finally {
            setQuota(user, null);
        }
    }

    private void setQuota(ClientQuotaEntity user, @Nullable Double bytesPerSecond) throws Exception {
        ClientQuotaAlteration.Op op = new ClientQuotaAlteration.Op("producer_byte_rate", bytesPerSecond);
        admin.alterClientQuotas(List.of(new ClientQuotaAlteration(user, List.of(op))))
                .all()
                .get();
    }

    private static AclBinding right(String user, AclOperation operation, String topic) {
        return new AclBinding(
                new ResourcePattern(ResourceType.TOPIC, topic, PatternType.LITERAL),
                new AccessControlEntry("User:" + user, "*", operation, AclPermissionType.ALLOW));
    }

    private ServiceProcess start(String program, Path config) {
        return switch (program) {
            case "publisher" -> service(program, config, "--test-pattern", "--stream", "access", "--fps", "10");
            case "viewer" -> service(program, config, "--port", "0");
            default ->
                ServiceProcess.start(
                        "viewer",
                        Map.of(),
                        "export",
                        "--kafka-config",
                        config.toString(),
                        "--from",
                        "-1m",
                        folder.resolve("clip.zip").toString());
        };
    }

    private static ServiceProcess service(String name, Path config, String... arguments) {
        return ServiceProcess.start(
                name,
                Map.of(),
                Stream.concat(Stream.of("--kafka-config", config.toString()), Arrays.stream(arguments))
                        .toArray(String[]::new));
    }

    private Properties settings(String user) throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(kafka.clientSettings(user))) {
            settings.load(reader);
        }
        return settings;
    }

    private Path write(Properties settings) throws IOException {
        Path file = Files.createTempFile(folder, "client", ".properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            settings.store(writer, null);
        }
        return file;
    }

    private static int port(ServiceProcess viewer) throws InterruptedException {
        return Integer.parseInt(
                viewer.awaitLine("http://127\\.0\\.0\\.1:(\\d+)/").group(1));
    }

    private HttpResponse<String> get(int port, String path) throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + port + path);
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }
}
