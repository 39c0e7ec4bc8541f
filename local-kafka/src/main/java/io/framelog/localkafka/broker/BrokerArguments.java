package io.framelog.localkafka.broker;

import java.nio.file.Path;
import java.util.List;

/**
 * The arguments of {@link BrokerMain}. Immutable.
 *
 * @param port the clients' port on 127.0.0.1
 * @param controllerPort the port on 127.0.0.1 for Kafka's controller
 * @param data the broker's folder
 */
public record BrokerArguments(int port, int controllerPort, DataFolder data) {

    private static final String TEMPORARY = "temporary";
    private static final String KEPT = "kept";

    /** The arguments for a command line. */
    public List<String> toWords() {
        return List.of(
                Integer.toString(port),
                Integer.toString(controllerPort),
                data.path().toString(),
                data.temporary() ? TEMPORARY : KEPT);
    }

    /**
     * The reverse of {@link #toWords()}.
     *
     * @throws IllegalArgumentException if the words are not a result of {@code toWords}
     */
    public static BrokerArguments ofWords(List<String> words) {
        if (words.size() != 4) {
            throw new IllegalArgumentException("PORT CONTROLLER_PORT DATA temporary|kept");
        }
        return new BrokerArguments(
                Integer.parseInt(words.get(0)),
                Integer.parseInt(words.get(1)),
                new DataFolder(Path.of(words.get(2)), words.get(3).equals(TEMPORARY)));
    }
}
