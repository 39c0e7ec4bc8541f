package io.framelog.localkafka.broker;

import java.nio.file.Path;
import java.util.List;

/**
 * The arguments of {@link BrokerMain}. Immutable.
 *
 * @param role what this node does
 * @param node its number
 * @param port the clients' port on 127.0.0.1; not used by a controller
 * @param controllerPort the port on 127.0.0.1 of Kafka's controller
 * @param clusterId the cluster's id, for a new folder
 * @param data the node's folder
 */
public record BrokerArguments(Role role, int node, int port, int controllerPort, String clusterId, DataFolder data) {

    /** The node that is the controller of several brokers. */
    public static final int CONTROLLER_NODE = 100;

    private static final String TEMPORARY = "temporary";
    private static final String KEPT = "kept";

    /** What a node does. */
    public enum Role {
        /** The only node: broker and controller. */
        SINGLE,
        /** One of several brokers. */
        BROKER,
        /** The controller of several brokers. */
        CONTROLLER
    }

    /** The number of the controller's node. */
    int controllerNode() {
        return role == Role.SINGLE ? node : CONTROLLER_NODE;
    }

    /** The arguments for a command line. */
    public List<String> toWords() {
        return List.of(
                role.name(),
                Integer.toString(node),
                Integer.toString(port),
                Integer.toString(controllerPort),
                clusterId,
                data.path().toString(),
                data.temporary() ? TEMPORARY : KEPT);
    }

    /**
     * The reverse of {@link #toWords()}.
     *
     * @throws IllegalArgumentException if the words are not a result of {@code toWords}
     */
    public static BrokerArguments ofWords(List<String> words) {
        if (words.size() != 7) {
            throw new IllegalArgumentException("ROLE NODE PORT CONTROLLER_PORT CLUSTER_ID DATA temporary|kept");
        }
        return new BrokerArguments(
                Role.valueOf(words.get(0)),
                Integer.parseInt(words.get(1)),
                Integer.parseInt(words.get(2)),
                Integer.parseInt(words.get(3)),
                words.get(4),
                new DataFolder(Path.of(words.get(5)), words.get(6).equals(TEMPORARY)));
    }
}
