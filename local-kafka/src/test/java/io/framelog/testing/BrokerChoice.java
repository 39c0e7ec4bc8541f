package io.framelog.testing;

import java.io.PrintStream;
import java.util.Optional;
import java.util.function.Supplier;

/** Chooses the broker for the tests, starts it, and prints which one and why. */
final class BrokerChoice {

    private final Supplier<Optional<String>> dockerObstacle;
    private final Supplier<TestBroker> docker;
    private final Supplier<TestBroker> local;
    private final PrintStream out;

    /**
     * Does not start anything yet.
     *
     * @param dockerObstacle why Docker cannot be used; empty if it can
     * @param docker starts the container
     * @param local starts local-kafka
     * @param out where the choice is printed
     */
    BrokerChoice(
            Supplier<Optional<String>> dockerObstacle,
            Supplier<TestBroker> docker,
            Supplier<TestBroker> local,
            PrintStream out) {
        this.dockerObstacle = dockerObstacle;
        this.docker = docker;
        this.local = local;
        this.out = out;
    }

    /**
     * Starts the broker.
     *
     * @param wanted {@code docker} or {@code local}; if empty, Docker if it can be used, else local-kafka
     * @throws IllegalArgumentException for anything else
     */
    TestBroker start(String wanted) {
        return switch (wanted) {
            case "docker" -> announce(docker.get(), "the container", "set by FRAMELOG_TEST_KAFKA");
            case "local" -> announce(local.get(), "local-kafka", "set by FRAMELOG_TEST_KAFKA");
            case "" -> startBest();
            default ->
                throw new IllegalArgumentException("FRAMELOG_TEST_KAFKA must be docker or local, not '" + wanted + "'");
        };
    }

    private TestBroker startBest() {
        Optional<String> obstacle = dockerObstacle.get();
        if (obstacle.isPresent()) {
            return announce(local.get(), "local-kafka", obstacle.get());
        }
        TestBroker container;
        try {
            container = docker.get();
        } catch (RuntimeException e) {
            // Docker is ready, but Testcontainers may look for it elsewhere, or the image does not run here.
            return announce(local.get(), "local-kafka", "the container did not start: " + e.getMessage());
        }
        return announce(container, "the container", "Docker has the image");
    }

    private TestBroker announce(TestBroker broker, String what, String why) {
        out.println("Tests use " + what + " at " + broker.kafka().bootstrapServer() + " (" + why + ")");
        return broker;
    }
}
