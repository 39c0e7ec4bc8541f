package io.framelog.localkafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.localkafka.LocalKafkaException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class LocalKafkaIT {

    private static final LocalKafkaOptions OPTIONS = LocalKafkaOptions.defaults();

    private final Path folder;

    LocalKafkaIT(@TempDir Path folder) {
        this.folder = folder;
    }

    @Test
    void storesLargeFrames() throws Exception {
        byte[] frame = new byte[(8 << 20) - 1024];
        new Random(1).nextBytes(frame);
        try (LocalKafka kafka = LocalKafka.start()) {
            KafkaClients clients = new KafkaClients(kafka);

            clients.send("video-stream", frame);

            assertArrayEquals(frame, clients.receive("video-stream"));
        }
    }

    @Test
    void removesTemporaryDataAtTheEnd() {
        Path data;
        try (LocalKafka kafka = LocalKafka.start()) {
            data = kafka.data();
            assertTrue(kafka.isTemporary());
            assertTrue(Files.isDirectory(data));
        }

        assertFalse(Files.exists(data));
    }

    @Test
    void keepsGivenDataForTheNextBroker() throws Exception {
        byte[] frame = {1, 2, 3};
        String clusterId;
        try (LocalKafka kafka = LocalKafka.start(OPTIONS.withData(folder))) {
            assertFalse(kafka.isTemporary());
            clusterId = new KafkaClients(kafka).clusterId();
            new KafkaClients(kafka).send("video-stream", frame);
        }

        try (LocalKafka kafka = LocalKafka.start(OPTIONS.withData(folder))) {
            assertEquals(clusterId, new KafkaClients(kafka).clusterId());
            assertArrayEquals(frame, new KafkaClients(kafka).receive("video-stream"));
        }
    }

    @Test
    void comesBackAfterAKillWithItsPortAndData() throws Exception {
        byte[] frame = {4, 5, 6};
        try (LocalKafka kafka = LocalKafka.start()) {
            new KafkaClients(kafka).send("video-stream", frame);
            String server = kafka.bootstrapServer();
            ProcessHandle killed = kafka.process();

            kafka.kill();
            assertFalse(killed.isAlive());
            assertFalse(kafka.isRunning());
            kafka.restart();

            assertEquals(server, kafka.bootstrapServer());
            assertNotEquals(killed, kafka.process());
            assertArrayEquals(frame, new KafkaClients(kafka).receive("video-stream"));
            new KafkaClients(kafka).send("video-stream", frame);
        }
    }

    @Test
    void stopsCleanlyAndComesBack() throws Exception {
        byte[] frame = {7, 8, 9};
        try (LocalKafka kafka = LocalKafka.start()) {
            new KafkaClients(kafka).send("video-stream", frame);

            kafka.stop();
            assertEquals(0, kafka.awaitExit());
            kafka.restart();

            assertArrayEquals(frame, new KafkaClients(kafka).receive("video-stream"));
        }
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the signals are POSIX's")
    void servesItsProducersAgainAfterItWasStoppedForSeconds() throws Exception {
        try (LocalKafka kafka = LocalKafka.start()) {
            KafkaClients clients = new KafkaClients(kafka);
            clients.send("video-stream", new byte[] {1});

            signal(kafka, "STOP");
            TimeUnit.SECONDS.sleep(5); // longer than a busy machine may take a process's turn away
            signal(kafka, "CONT");
            long back = System.nanoTime();
            clients.send("video-stream", new byte[] {2});

            assertTrue(System.nanoTime() - back < TimeUnit.SECONDS.toNanos(5), "it answers at once");
            assertEquals(List.of(0, 0), clients.leaderEpochs("video-stream", 2), "it never lost its partition");
        }
    }

    private static void signal(LocalKafka kafka, String name) throws Exception {
        Process kill = new ProcessBuilder(
                        "kill", "-" + name, Long.toString(kafka.process().pid()))
                .start();
        assertEquals(0, kill.waitFor());
    }

    @Test
    void runsBesideAnother() throws Exception {
        try (LocalKafka one = LocalKafka.start();
                LocalKafka other = LocalKafka.start()) {
            assertNotEquals(one.port(), other.port());
            assertNotEquals(new KafkaClients(one).clusterId(), new KafkaClients(other).clusterId());
        }
    }

    @Test
    void logsNothingOfTheJvm() throws IOException {
        try (LocalKafka kafka = LocalKafka.start()) {
            kafka.stop();

            List<String> jvm = Files.readAllLines(kafka.data().resolve("broker.log")).stream()
                    .filter(line -> line.startsWith("WARNING:") || line.contains("VM warning") || line.startsWith("["))
                    .toList();
            assertEquals(List.of(), jvm);
        }
    }

    @Test
    void refusesAPortThatIsTaken() throws IOException {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            LocalKafkaOptions options = OPTIONS.withPort(other.getLocalPort()).withData(folder.resolve("data"));

            LocalKafkaException e = assertThrows(
                    LocalKafkaException.class, () -> LocalKafka.start(options).close());

            assertEquals(Reason.PORT_TAKEN, e.reason());
            assertFalse(Files.exists(folder.resolve("data")), "nothing is created for a broker that cannot run");
        }
    }

    @Test
    void refusesDataThatAnotherBrokerUses() {
        LocalKafkaOptions options = OPTIONS.withData(folder);
        try (LocalKafka kafka = LocalKafka.start(options)) {
            LocalKafkaException e = assertThrows(
                    LocalKafkaException.class, () -> LocalKafka.start(options).close());

            assertEquals(Reason.DATA_UNUSABLE, e.reason());
            assertTrue(kafka.isRunning());
        }
    }

    @Test
    void refusesTheDataOfAnotherClustersNode() throws IOException {
        Files.createFile(folder.resolve("lock"));
        Files.createDirectory(folder.resolve("kafka"));
        Files.writeString(
                folder.resolve("kafka/meta.properties"),
                "version=1\nnode.id=7\ncluster.id=another\ndirectory.id=AAAAAAAAAAAAAAAAAAABAA\n");
        LocalKafkaOptions options = OPTIONS.withData(folder);

        LocalKafkaException e = assertThrows(
                LocalKafkaException.class, () -> LocalKafka.start(options).close());

        assertEquals(Reason.DATA_UNUSABLE, e.reason());
    }

    @Test
    void quotesTheOutputOfAJvmThatDies() {
        LocalKafkaOptions options = OPTIONS.withHeap("1k");

        LocalKafkaException e = assertThrows(
                LocalKafkaException.class, () -> LocalKafka.start(options).close());

        assertEquals(Reason.FAILED, e.reason());
        assertTrue(e.toString().contains("Too small maximum heap"), e::toString);
    }

    @Test
    void givesUpOnABrokerThatIsNotReadyInTime() {
        LocalKafkaOptions options = OPTIONS.withStartTimeout(Duration.ofMillis(1));

        LocalKafkaException e = assertThrows(
                LocalKafkaException.class, () -> LocalKafka.start(options).close());

        assertTrue(e.toString().contains("Kafka was not ready within 0.001 s"), e::toString);
    }
}
