package io.framelog.localkafka.access;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files with passwords and keys, which only this user may read. */
final class PrivateFiles {

    private PrivateFiles() {}

    static void folder(Path folder) throws IOException {
        Files.createDirectories(folder);
        permit(folder, "rwx------");
    }

    /** Writes settings in a stable order and without a date. */
    static void write(Path file, Properties settings) throws IOException {
        Files.deleteIfExists(file);
        Files.createFile(file);
        permit(file, "rw-------");
        StringWriter text = new StringWriter();
        settings.store(text, null);
        Files.writeString(
                file,
                text.toString()
                        .lines()
                        .filter(line -> !line.startsWith("#"))
                        .sorted()
                        .collect(Collectors.joining("\n", "", "\n")));
    }

    static void permit(Path file, String permissions) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Deletes a folder of files, if there is one. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }
}
