package io.framelog.localkafka;

import io.framelog.localkafka.access.Access;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How to start a broker. Immutable.
 *
 * @param port the clients' port on 127.0.0.1; 0 for any free port
 * @param data the folder for its data, which is created if absent, and kept; null for a temporary one, which is deleted
 * @param heap the largest heap of the broker, a value for {@code -Xmx} such as {@code 512m}
 * @param verbose whether the broker's log goes, in more detail, to this JVM's standard error, not to its file
 * @param startTimeout how long to wait until the broker is ready
 * @param access how clients are allowed to connect
 */
public record LocalKafkaOptions(
        int port, @Nullable Path data, String heap, boolean verbose, Duration startTimeout, Access access) {

    /** The default of {@code heap}. */
    public static final String DEFAULT_HEAP = "512m";

    /**
     * Checks the values.
     *
     * @throws IllegalArgumentException if the port or the heap is not valid
     */
    public LocalKafkaOptions {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException("the port must be between 0 and 65535, not " + port);
        }
        if (!heap.matches("[1-9][0-9]*[kKmMgG]?")) {
            throw new IllegalArgumentException("the heap size must look like 512m or 1g, not " + heap);
        }
    }

    /** For tests: any free port, temporary data, a heap of 512 MiB, one minute to start, open to everybody. */
    public static LocalKafkaOptions defaults() {
        return new LocalKafkaOptions(0, null, DEFAULT_HEAP, false, Duration.ofMinutes(1), Access.OPEN);
    }

    /** These options with another port. */
    public LocalKafkaOptions withPort(int newPort) {
        return new LocalKafkaOptions(newPort, data, heap, verbose, startTimeout, access);
    }

    /** These options with data in a folder, which is kept. */
    public LocalKafkaOptions withData(Path newData) {
        return new LocalKafkaOptions(port, newData, heap, verbose, startTimeout, access);
    }

    /** These options with another heap. */
    public LocalKafkaOptions withHeap(String newHeap) {
        return new LocalKafkaOptions(port, data, newHeap, verbose, startTimeout, access);
    }

    /** These options with the log on standard error, or not. */
    public LocalKafkaOptions withVerbose(boolean newVerbose) {
        return new LocalKafkaOptions(port, data, heap, newVerbose, startTimeout, access);
    }

    /** These options with another time to start. */
    public LocalKafkaOptions withStartTimeout(Duration newStartTimeout) {
        return new LocalKafkaOptions(port, data, heap, verbose, newStartTimeout, access);
    }

    /** These options with another way to connect. */
    public LocalKafkaOptions withAccess(Access newAccess) {
        return new LocalKafkaOptions(port, data, heap, verbose, startTimeout, newAccess);
    }
}
