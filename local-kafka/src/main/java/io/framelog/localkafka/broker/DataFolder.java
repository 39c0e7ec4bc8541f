package io.framelog.localkafka.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder of one broker: Kafka's log directory, the broker's own log file, a lock. Immutable.
 *
 * @param path the folder, absolute
 * @param temporary whether it is removed at the end
 */
public record DataFolder(Path path, boolean temporary) {

    /** Where Kafka keeps its topics and metadata. */
    public Path kafka() {
        return path.resolve("kafka");
    }

    /** What the broker and its JVM print: warnings and errors. */
    public Path log() {
        return path.resolve("broker.log");
    }

    /** The file that a running broker holds locked. */
    public Path lock() {
        return path.resolve("lock");
    }

    /**
     * Removes the folder and all that is in it, where it is temporary.
     *
     * @throws IOException where something in it cannot be removed
     */
    public void removeIfTemporary() throws IOException {
        if (!temporary) {
            return;
        }
        try (Stream<Path> everything = Files.walk(path)) {
            everything.sorted(Comparator.reverseOrder()).forEach(DataFolder::delete);
        } catch (NoSuchFileException alreadyGone) {
            // The broker removes it too, where it lost the process that started it.
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
