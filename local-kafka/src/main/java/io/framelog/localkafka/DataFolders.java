package io.framelog.localkafka;

import io.framelog.localkafka.broker.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes the folder for a broker's data ready. */
final class DataFolders {

    /**
     * The given folder, made where absent; a temporary one where none is given.
     *
     * @throws LocalKafkaException where it cannot be written, or holds something that is not a broker's
     */
    DataFolder open(@Nullable Path given) {
        try {
            if (given == null) {
                return new DataFolder(Files.createTempDirectory("framelog-kafka-"), true);
            }
            DataFolder data = new DataFolder(given.toAbsolutePath().normalize(), false);
            Files.createDirectories(data.path());
            if (!Files.isWritable(data.path())) {
                throw unusable(data.path(), "it may not be written");
            }
            if (!Files.exists(data.lock()) && !isEmpty(data.path())) {
                throw unusable(data.path(), "it is not empty, and what it holds is not local-kafka's");
            }
            return data;
        } catch (IOException e) {
            throw new LocalKafkaException(
                    LocalKafkaException.Reason.DATA_UNUSABLE,
                    "the data folder cannot be made (" + e + "): give one that may be written",
                    e);
        }
    }

    static LocalKafkaException unusable(Path folder, String why) {
        return new LocalKafkaException(
                LocalKafkaException.Reason.DATA_UNUSABLE,
                "the data folder " + folder + " cannot be used (" + why
                        + "): give a new or empty folder, or local-kafka's own");
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.findAny().isEmpty();
        }
    }
}
