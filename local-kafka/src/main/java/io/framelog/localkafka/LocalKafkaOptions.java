package io.framelog.localkafka;

import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to start a broker. Immutable.
 *
 * @param port the clients' port on 127.0.0.1; 0: one that is free
 * @param data the folder for its data, made where absent and kept at the end; null: a temporary one, removed at the end
 * @param heap the most memory for the broker's heap, as Java's {@code -Xmx} takes it: {@code 512m}
 * @param verbose whether the broker's log goes to this JVM's standard error, in more detail, instead of to its file
 * @param startTimeout how long to wait for the broker to be ready
 */
public record LocalKafkaOptions(int port, @Nullable Path data, String heap, boolean verbose, Duration startTimeout) {

    /** The heap where none is asked for. */
    public static final String DEFAULT_HEAP = "512m";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException where the port or the heap is none
     */
    public LocalKafkaOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("a port is 0 to 65535, not " + port);
        }
        if (!heap.matches("[1-9][0-9]*[kKmMgG]?")) {
            throw new IllegalArgumentException("a heap size is like 512m or 1g, not " + heap);
        }
    }

    /** A free port, temporary data, a heap of 512 MiB, a minute to start: what tests want. */
    public static LocalKafkaOptions defaults() {
        return new LocalKafkaOptions(0, null, DEFAULT_HEAP, false, Duration.ofMinutes(1));
    }

    /** The same with another port. */
    public LocalKafkaOptions withPort(int newPort) {
        return new LocalKafkaOptions(newPort, data, heap, verbose, startTimeout);
    }

    /** The same with data in a given folder, which is kept. */
    public LocalKafkaOptions withData(Path newData) {
        return new LocalKafkaOptions(port, newData, heap, verbose, startTimeout);
    }

    /** The same with another heap. */
    public LocalKafkaOptions withHeap(String newHeap) {
        return new LocalKafkaOptions(port, data, newHeap, verbose, startTimeout);
    }

    /** The same with the log on standard error, or not. */
    public LocalKafkaOptions withVerbose(boolean newVerbose) {
        return new LocalKafkaOptions(port, data, heap, newVerbose, startTimeout);
    }

    /** The same with another time to start. */
    public LocalKafkaOptions withStartTimeout(Duration newStartTimeout) {
        return new LocalKafkaOptions(port, data, heap, verbose, newStartTimeout);
    }
}
