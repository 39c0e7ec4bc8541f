package io.framelog.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class BrokerChoiceTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void usesTheContainerIfDockerIsReady() {
        choice(Optional.empty(), () -> broker("docker:1")).start("");

        assertEquals("Tests use the container at docker:1 (Docker has the image)", printed());
    }

    @Test
    void usesLocalKafkaIfDockerIsNotReady() {
        choice(Optional.of("Docker does not answer"), () -> broker("docker:1")).start("");

        assertEquals("Tests use local-kafka at local:1 (Docker does not answer)", printed());
    }

    @Test
    void usesLocalKafkaIfTheContainerFails() {
        choice(Optional.empty(), BrokerChoiceTest::fail).start("");

        assertEquals("Tests use local-kafka at local:1 (the container did not start: no room)", printed());
    }

    @Test
    void obeysTheSetting() {
        choice(Optional.empty(), () -> broker("docker:1")).start("local");

        assertEquals("Tests use local-kafka at local:1 (set by FRAMELOG_TEST_KAFKA)", printed());
    }

    @Test
    void doesNotFallBackIfDockerIsForced() {
        BrokerChoice choice = choice(Optional.empty(), BrokerChoiceTest::fail);

        assertThrows(IllegalStateException.class, () -> choice.start("docker"));
    }

    @Test
    void refusesAnUnknownSetting() {
        BrokerChoice choice = choice(Optional.empty(), () -> broker("docker:1"));

        assertThrows(IllegalArgumentException.class, () -> choice.start("podman"));
    }

    private BrokerChoice choice(Optional<String> obstacle, Supplier<TestBroker> docker) {
        return new BrokerChoice(
                () -> obstacle, docker, () -> broker("local:1"), new PrintStream(out, true, StandardCharsets.UTF_8));
    }

    private static TestBroker broker(String server) {
        return new TestBroker(new TestKafka(server), () -> {});
    }

    private static TestBroker fail() {
        throw new IllegalStateException("no room");
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8).strip();
    }
}
