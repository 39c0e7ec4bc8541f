package io.framelog.localkafka.broker;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The folder of one node, with Kafka's log directory, the broker's log file, a lock file, and what clients need to
 * connect. Immutable.
 *
 * @param path the folder, absolute
 * @param temporary whether it is deleted at the end
 */
public record DataFolder(Path path, boolean temporary) {

    /** How the names of temporary folders begin. */
    public static final String TEMPORARY_PREFIX = "framelog-kafka-";

    /** The folder of the controller, if this one is of several nodes. */
    public DataFolder controller() {
        return new DataFolder(path.resolve("controller"), temporary);
    }

    /** The folder of a broker, if this one is of several nodes. */
    public DataFolder broker(int number) {
        return new DataFolder(path.resolve("broker-" + number), temporary);
    }

    /** The folder of Kafka's topics and metadata. */
    public Path kafka() {
        return path.resolve("kafka");
    }

    /** The file of warnings and errors of the broker and its JVM. */
    public Path log() {
        return path.resolve("broker.log");
    }

    /** The file that a running broker locks. */
    public Path lock() {
        return path.resolve("lock");
    }

    /** The broker's settings for encryption and users; absent if it has neither. */
    public Path accessSettings() {
        return path.resolve("access.properties");
    }

    /** The users' passwords; absent if there are no users. */
    public Path passwords() {
        return path.resolve("users.properties");
    }

    /** The folder of the clients' settings; absent if clients need none. */
    public Path clients() {
        return path.resolve("clients");
    }

    /** The settings for one user's clients. */
    public Path client(String user) {
        return clients().resolve(user + ".properties");
    }

    /**
     * Deletes the folder and its content if it is temporary.
     *
     * @throws IOException if something in it cannot be deleted
     */
    public void removeIfTemporary() throws IOException {
        if (!temporary) {
            return;
        }
        try (Stream<Path> everything = Files.walk(path)) {
            everything.sorted(Comparator.reverseOrder()).forEach(DataFolder::delete);
        } catch (NoSuchFileException alreadyGone) {
            // A broker whose parent has gone deletes it as well.
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        // The last of a cluster's nodes leaves its folder empty. A folder that is not empty stays.
        File above = path.resolveSibling("").toFile();
        if (above.getName().startsWith(TEMPORARY_PREFIX)) {
            boolean unused = above.delete();
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
