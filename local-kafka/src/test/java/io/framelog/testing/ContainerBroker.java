package io.framelog.testing;

import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** Kafka in a container. Only this class uses Testcontainers, which is loaded if a container is started. */
final class ContainerBroker {

    private ContainerBroker() {}

    /** The image with the version of Kafka's clients. */
    static String image() {
        return "apache/kafka:" + AppInfoParser.getVersion();
    }

    static TestBroker start(String image) {
        KafkaContainer container = new KafkaContainer(DockerImageName.parse(image))
                // As in local-kafka: large frames, and consumer groups that start at once.
                .withEnv("KAFKA_MESSAGE_MAX_BYTES", "8388608")
                .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0");
        container.start();
        return new TestBroker(new TestKafka(container.getBootstrapServers()), container::stop);
    }
}
