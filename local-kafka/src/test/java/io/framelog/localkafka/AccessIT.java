package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.localkafka.access.Access;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Clients connect with the settings that the broker has written for them, and may do what their user may. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
class AccessIT {

    static final List<Access> WITH_USERS =
            List.of(Access.SASL_OVER_TLS, Access.MUTUAL_TLS, new Access(false, false, true));

    private static final LocalKafkaOptions OPTIONS = LocalKafkaOptions.defaults();

    /** Of the tests that change nothing of it. */
    private final LocalKafka usual;

    AccessIT() {
        usual = LocalKafka.start(OPTIONS.withAccess(Access.SASL_OVER_TLS));
    }

    @AfterAll
    void close() {
        usual.close();
    }

    @ParameterizedTest
    @FieldSource("WITH_USERS")
    void givesEachUserTheLeastRights(Access access) throws Exception {
        try (LocalKafka kafka = LocalKafka.start(OPTIONS.withAccess(access))) {
            for (String topic : List.of("video-stream", "video-streams", "video-events")) {
                create(kafka, "publisher", topic);
                send(kafka, "publisher", topic);
                assertEquals(1, read(kafka, "viewer", topic));
            }
            assertEquals(1, read(kafka, "export", "video-stream"));

            // Who may write to no topic at all gets no producer id.
            assertRefused(ClusterAuthorizationException.class, () -> send(kafka, "export", "video-stream"));
            assertRefused(TopicAuthorizationException.class, () -> send(kafka, "viewer", "video-stream"));
            send(kafka, "viewer", "video-events");
            assertRefused(TopicAuthorizationException.class, () -> create(kafka, "publisher", "other"));
            assertThrows(TopicAuthorizationException.class, () -> read(kafka, "publisher", "video-stream"));
            assertThrows(TopicAuthorizationException.class, () -> read(kafka, "export", "video-streams"));
            create(kafka, "admin", "other");
        }
    }

    @Test
    void encryptsWithoutUsers() throws Exception {
        try (LocalKafka kafka = LocalKafka.start(OPTIONS.withAccess(new Access(true, false, false)))) {
            send(kafka, "client", "video-stream");

            assertEquals(1, read(kafka, "client", "video-stream"));
            assertRefused(
                    TimeoutException.class,
                    () -> send(settings(kafka, "client", "security.protocol", "PLAINTEXT"), "video-stream"));
        }
    }

    @Test
    void refusesAWrongPassword() throws Exception {
        String login = settings(usual, "publisher").getProperty("sasl.jaas.config");
        Properties wrong =
                settings(usual, "publisher", "sasl.jaas.config", login.replaceFirst("password=\"", "password=\"x"));

        assertRefused(SaslAuthenticationException.class, () -> send(wrong, "video-stream"));
    }

    @Test
    void keepsPasswordsAndCertificatesForTheNextBroker(@TempDir Path folder) throws Exception {
        LocalKafkaOptions options = OPTIONS.withData(folder).withAccess(Access.SASL_OVER_TLS);
        String settings;
        try (LocalKafka kafka = LocalKafka.start(options)) {
            settings = Files.readString(kafka.clientSettings("publisher"));
            send(kafka, "publisher", "video-stream");

            kafka.stop();
            kafka.restart();
            send(kafka, "publisher", "video-stream");
        }
        String authority = Files.readString(folder.resolve("tls/ca.pem"));
        try (LocalKafka kafka = LocalKafka.start(options)) {
            assertEquals(withoutPort(settings), withoutPort(Files.readString(kafka.clientSettings("publisher"))));
            assertEquals(2, read(kafka, "viewer", "video-stream"));
        }
        assertEquals(authority, Files.readString(folder.resolve("tls/ca.pem")));
        try (LocalKafka open = LocalKafka.start(options.withAccess(Access.OPEN))) {
            new KafkaClients(open).send("video-stream", new byte[1]);
            assertTrue(Files.notExists(folder.resolve("clients")), "settings that no client needs any more");
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the permissions are POSIX's")
    void hidesPasswordsAndKeysFromOtherUsers() throws Exception {
        for (String file :
                List.of("users.properties", "access.properties", "clients/admin.properties", "tls/kafka.p12")) {
            assertEquals(
                    "rw-------",
                    PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(usual.data().resolve(file))),
                    file);
        }
    }

    @Test
    void letsOnlyTheAdminManageTheCluster() throws Exception {
        assertRefused(ClusterAuthorizationException.class, () -> countRights(usual, "viewer"));
        assertEquals(18, countRights(usual, "admin"));
    }

    private static int countRights(LocalKafka kafka, String user) throws Exception {
        try (Admin admin = Admin.create(settings(kafka, user))) {
            return admin.describeAcls(AclBindingFilter.ANY)
                    .values()
                    .get(30, TimeUnit.SECONDS)
                    .size();
        }
    }

    private static String withoutPort(String settings) {
        return settings.replaceFirst("localhost\\\\?:[0-9]+", "");
    }

    private static void assertRefused(Class<? extends Exception> why, Executable action) {
        Exception e = assertThrows(Exception.class, action);
        // A producer that knows it already does not begin with a record.
        assertTrue(e instanceof ExecutionException || e instanceof KafkaException, e.toString());
        assertInstanceOf(why, e.getCause());
    }

    private static void create(LocalKafka kafka, String user, String topic) throws Exception {
        try (Admin admin = Admin.create(settings(kafka, user))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get(30, TimeUnit.SECONDS);
        }
    }

    private static void send(LocalKafka kafka, String user, String topic) throws Exception {
        send(settings(kafka, user), topic);
    }

    private static void send(Properties settings, String topic) throws Exception {
        settings.setProperty("max.block.ms", "10000");
        try (KafkaProducer<byte[], byte[]> producer =
                new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.send(new ProducerRecord<>(topic, new byte[] {1})).get(30, TimeUnit.SECONDS);
        }
    }

    private static int read(LocalKafka kafka, String user, String topic) throws IOException {
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings(kafka, user), new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            long end = Objects.requireNonNull(
                    consumer.endOffsets(List.of(partition)).get(partition));
            int count = 0;
            while (count < end) {
                count += consumer.poll(Duration.ofSeconds(1)).count();
            }
            return count;
        }
    }

    private static Properties settings(LocalKafka kafka, String user, String... changes) throws IOException {
        Properties settings = new Properties();
        try (Reader reader = Files.newBufferedReader(kafka.clientSettings(user))) {
            settings.load(reader);
        }
        for (int i = 0; i < changes.length; i += 2) {
            settings.setProperty(changes[i], changes[i + 1]);
        }
        return settings;
    }
}
