package io.framelog.localkafka.broker;

import java.nio.file.Path;
import java.util.List;

/**
 * The arguments of {@link BrokerMain}. Immutable.
 *
 * @param port the clients' port on 127.0.0.1
 * @param controllerPort the port on 127.0.0.1 that Kafka uses within itself
 * @param data where the broker keeps everything
 */
public record BrokerArguments(int port, int controllerPort, DataFolder data) {

    private static final String TEMPORARY = "temporary";
    private static final String KEPT = "kept";

    /** The arguments as words of a command line. */
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
     * @throws IllegalArgumentException where the words are not what {@code toWords} gives
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
