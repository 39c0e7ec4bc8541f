package io.framelog.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class KafkaOptionsTest {
    @TempDir
    Path folder;

    @Command
    private static final class Host {
        @Mixin
        final KafkaOptions kafka = new KafkaOptions();
    }

    @Test
    void findsKafkaAndTheFramesWhereTheyUsuallyAre() {
        KafkaOptions kafka = parse();
        assertEquals("localhost:9092", kafka.address());
        assertEquals("video-stream", kafka.topic());
    }

    @Test
    void fileSetsAnythingAndTheAddressOptionGoesBeforeIt() throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "bootstrap.servers=one:1\nsecurity.protocol=SSL\nlinger.ms=20\n");
        assertEquals("one:1", parse("--kafka-config", file.toString()).address());
        KafkaOptions kafka = parse("--kafka-config", file.toString(), "--bootstrap-server", "two:2");
        assertEquals(
                Map.of("bootstrap.servers", "two:2", "security.protocol", "SSL", "linger.ms", "20", "acks", "all"),
                kafka.over(Map.of("linger.ms", 0, "acks", "all")));
    }

    @Test
    void byteOrderMarkDoesNotHideTheFirstSetting() throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "\uFEFFsecurity.protocol=SASL_SSL\n");
        assertEquals(
                "SASL_SSL",
                parse("--kafka-config", file.toString()).clientConfig().get("security.protocol"));
    }

    @Test
    void leavesOutWhatIsMeantForAnApplication() throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, """
                value.deserializer=org.apache.kafka.common.serialization.StringDeserializer
                group.id=x
                transactional.id=t
                enable.auto.commit=true
                my.reporter.port=1
                secuirty.protocol=SSL
                """);
        assertEquals(
                Map.of("bootstrap.servers", "localhost:9092", "my.reporter.port", "1", "secuirty.protocol", "SSL"),
                parse("--kafka-config", file.toString()).clientConfig());
    }

    @Test
    void fileThatIsNotThereIsNamed() {
        KafkaOptions kafka = parse("--kafka-config", folder.resolve("absent").toString());
        CommandFailure failure = assertThrows(CommandFailure.class, kafka::clientConfig);
        assertEquals(ExitCode.NO_INPUT, failure.exitCode());
        assertTrue(
                String.valueOf(failure.getMessage()).endsWith("absent cannot be read: no such file"),
                failure.getMessage());
    }

    @Test
    void aTruststoreThatIsNotThereIsNamed() throws IOException {
        assertTrue(
                refusal("security.protocol=SSL\nssl.truststore.location=/absent/trust.jks\n")
                        .contains("/absent/trust.jks"),
                refusal("security.protocol=SSL\nssl.truststore.location=/absent/trust.jks\n"));
    }

    @Test
    void aMistakeInTheLoginModuleIsNamed() throws IOException {
        String jaas = "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\nsasl.jaas.config=";
        String text = refusal(jaas
                + "org.apache.kafka.common.security.plain.PlainLoginModul required username=\"u\" password=\"p\";\n");
        assertTrue(text.contains("PlainLoginModul"), text);
        String unfinished = refusal(jaas
                + "org.apache.kafka.common.security.plain.PlainLoginModule required username=\"u\" password=\"p\"\n");
        assertTrue(unfinished.contains("JAAS"), unfinished);
    }

    @ParameterizedTest
    @ValueSource(strings = {"SASL_SSL", "SASL_PLAINTEXT\nsasl.mechanism=PLAIN", "SASL_SSL\nsasl.mechanism=OAUTHBEARER"})
    void aLoginThatIsNotThereIsNamed(String protocol) throws IOException {
        String text = refusal("security.protocol=" + protocol + "\n");
        assertTrue(text.contains("needs sasl.jaas.config"), text);
    }

    /** What is said of a file of settings; nothing listens on the port. */
    private String refusal(String settings) throws IOException {
        Path file = folder.resolve("client.properties");
        Files.writeString(file, "bootstrap.servers=127.0.0.1:1\n" + settings);
        CommandFailure failure =
                assertThrows(CommandFailure.class, parse("--kafka-config", file.toString())::requireKafka);
        assertEquals(ExitCode.USAGE, failure.exitCode());
        return String.valueOf(failure.getMessage());
    }

    @Test
    void topicThatKafkaWouldRefuseIsAMistakeOfUsage() {
        CommandFailure failure = assertThrows(
                CommandFailure.class, () -> parse("--topic", "no topic").topic());
        assertEquals(ExitCode.USAGE, failure.exitCode());
    }

    private static KafkaOptions parse(String... arguments) {
        Host host = new Host();
        new CommandLine(host).parseArgs(arguments);
        return host.kafka;
    }
}
