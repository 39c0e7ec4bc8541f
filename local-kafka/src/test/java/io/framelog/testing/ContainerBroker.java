package io.framelog.testing;

import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka in a container. Only where one is started does this bring Testcontainers in. */
final class ContainerBroker {

    private ContainerBroker() {}

    /** The image of the Kafka version that the clients are of. */
    static String image() {
        return "apache/kafka:" + AppInfoParser.getVersion();
    }

    static TestBroker start(String image) {
        KafkaContainer container = new KafkaContainer(DockerImageName.parse(image))
                // As local-kafka: large frames, and consumer groups without a wait.
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", "8388608")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.start();
        return new TestBroker(new TestKafka(container.getBootstrapServers()), container::stop);
    }
}
