package io.framelog.publisher;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.framelog.status.StatusTopic;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What Kafka does not accept, or cannot, is told at once and with the remedy. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class KafkaRefusalIT {
    private final TestKafka kafka;
    private final String topic;

    KafkaRefusalIT(TestKafka kafka) {
        this.kafka = kafka;
        topic = kafka.uniqueName("refused");
    }

    @ParameterizedTest
    @CsvSource({
        "message.timestamp.before.max.ms, 1, set this machine's clock",
        "max.message.bytes, 1000, raise the topic's max.message.bytes"
    })
    void framesOfALiveSourceThatAreRefusedAreInTheLogAndInTheStatus(String setting, String value, String remedy)
            throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of(setting, value))))
                    .all()
                    .get();
        }
        try (ServiceProcess publisher = publisher(kafka.bootstrapServer())) {
            publisher.awaitLine("WARN .*frames are dropped: not acknowledged .*" + remedy);
            awaitReasonInStatus("not acknowledged .*" + remedy);
            publisher.signal("TERM");
            publisher.awaitExit();
            assertFalse(publisher.output().contains("does not answer"), publisher.output());
        }
    }

    @Test
    void aTopicThatKeepsNoPastIsTold() throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServer()))) {
            admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"))))
                    .all()
                    .get();
        }
        try (ServiceProcess publisher = publisher(kafka.bootstrapServer())) {
            publisher.awaitLine("WARN .*topic " + topic + " is compacted .*set cleanup.policy=delete");
        }
    }

    @ParameterizedTest
    @CsvSource({"+30s, at least (2.|30) s ahead of Kafka.s", "-3h, at least 10(7..|800) s behind Kafka.s"})
    void aWrongClockOfThisMachineIsTold(String shift, String told) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/faketime")), "skipped: faketime is not installed");
        try (ServiceProcess publisher = ServiceProcess.startShell(
                "publisher",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic),
                "LD_PRELOAD=$(faketime -f +0 printenv LD_PRELOAD) FAKETIME=" + shift
                        + " FAKETIME_DONT_FAKE_MONOTONIC=1 exec \"$0\" --test-pattern --fps 5 --size 320x240")) {
            publisher.awaitLine("WARN .*this machine's clock is " + told);
            publisher.signal("TERM");
            publisher.awaitExit();
            assertEquals(
                    1,
                    publisher
                            .output()
                            .lines()
                            .filter(line -> line.contains("clock is"))
                            .count(),
                    publisher.output());
        }
    }

    @Test
    void anAdvertisedAddressThatCannotBeReachedIsNamed() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> forward(proxy), "proxy");
            thread.setDaemon(true);
            thread.start();
            String address = "127.0.0.1:" + proxy.getLocalPort();
            try (ServiceProcess publisher = publisher(address, "--connect-timeout", "2s")) {
                assertEquals(69, publisher.awaitExit(), publisher.output());
                assertTrue(
                        publisher.output().matches("(?s).*clients must connect to kafka\\.zzz:\\d+, but .*"),
                        publisher.output());
                assertTrue(publisher.output().contains("advertised.listeners"), publisher.output());
            }
        }
    }

    private ServiceProcess publisher(String bootstrapServer, String... more) {
        Stream<String> picture = Stream.of("--test-pattern", "--fps", "5", "--size", "320x240");
        return ServiceProcess.start(
                "publisher",
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", bootstrapServer, "FRAMELOG_TOPIC", topic),
                Stream.concat(picture, Arrays.stream(more)).toArray(String[]::new));
    }

    private void awaitReasonInStatus(String pattern) {
        Predicate<String> awaited = Pattern.compile(pattern).asPredicate();
        StatusTopic statuses = StatusTopic.of(topic);
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", kafka.bootstrapServer()),
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = List.of(new TopicPartition(statuses.name(), 0));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            boolean found = false;
            while (!found) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofSeconds(1))) {
                    found |= statuses.read(record.value())
                            .filter(status -> awaited.test(status.reason()))
                            .isPresent();
                }
            }
        }
    }

    /** Passes everything on, and gives the broker an address in its answers that nobody can resolve. */
    private void forward(ServerSocket proxy) {
        String[] address = kafka.bootstrapServer().split(":", -1);
        while (!proxy.isClosed()) {
            try {
                Socket client = proxy.accept();
                Socket broker = new Socket(address[0], Integer.parseInt(address[1]));
                pump(client, broker, false);
                pump(broker, client, true);
            } catch (IOException e) {
                return;
            }
        }
    }

    private static void pump(Socket from, Socket to, boolean rename) {
        Thread thread = new Thread(
                () -> {
                    try (from;
                            to) {
                        InputStream in = from.getInputStream();
                        OutputStream out = to.getOutputStream();
                        byte[] buffer = new byte[65_536];
                        for (int read; (read = in.read(buffer)) > 0; ) {
                            String text = new String(buffer, 0, read, ISO_8859_1);
                            String passed = rename
                                    ? text.replace("localhost", "kafka.zzz").replace("127.0.0.1", "kafka.zzz")
                                    : text;
                            out.write(passed.getBytes(ISO_8859_1));
                            out.flush();
                        }
                    } catch (IOException e) {
                        // The other side is closed.
                    }
                },
                "pump");
        thread.setDaemon(true);
        thread.start();
    }
}
