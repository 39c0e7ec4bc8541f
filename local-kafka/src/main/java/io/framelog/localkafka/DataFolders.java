package io.framelog.localkafka;

import io.framelog.localkafka.broker.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Prepares the folder for a broker's data. */
final class DataFolders {

    /**
     * Opens a folder, and creates it if it is absent.
     *
     * @param given the folder; null for a temporary one
     * @param cluster whether it is for several nodes
     * @throws LocalKafkaException if it is not writable, or contains something else than a broker's data
     */
    DataFolder open(@Nullable Path given, boolean cluster) {
        try {
            if (given == null) {
                return new DataFolder(Files.createTempDirectory(DataFolder.TEMPORARY_PREFIX), true);
            }
            DataFolder data = new DataFolder(given.toAbsolutePath().normalize(), false);
            Files.createDirectories(data.path());
            if (!Files.isWritable(data.path())) {
                throw unusable(data.path(), "it is not writable");
            }
            if (Files.exists((cluster ? data : data.controller()).lock())) {
                throw unusable(data.path(), "it is from a run " + (cluster ? "without" : "with") + " --nodes");
            }
            if (!Files.exists((cluster ? data.controller() : data).lock()) && !isEmpty(data.path())) {
                throw unusable(data.path(), "it contains files that are not local-kafka's");
            }
            return data;
        } catch (IOException e) {
            throw new LocalKafkaException(
                    LocalKafkaException.Reason.DATA_UNUSABLE,
                    "cannot create the data folder (" + e + "): choose a writable folder",
                    e);
        }
    }

    static LocalKafkaException unusable(Path folder, String why) {
        return new LocalKafkaException(
                LocalKafkaException.Reason.DATA_UNUSABLE,
                "cannot use the data folder " + folder + " (" + why
                        + "): choose a new or empty folder, or one that local-kafka has created");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
