package io.framelog.viewer.access;

import io.framelog.cli.FileFault;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;

/**
 * The key that signs sessions and share links. It is made once, and kept in a file: sessions survive a restart, and
 * viewers with a copy of the file accept each other's sessions. Not thread-safe.
 */
public final class SessionKeyFile {
    private final Path path;

    /** Uses a file. */
    public SessionKeyFile(Path path) {
        this.path = path;
    }

    /**
     * Reads the key; makes it if the file does not exist.
     *
     * @throws UnusableUsersFileException if the file cannot be read or made, or is too short
     */
    public byte[] load() {
        try {
            try {
                return read();
            } catch (NoSuchFileException e) {
                make();
                return read();
            }
        } catch (IOException e) {
            throw new UnusableUsersFileException(
                    "the session key " + path + " cannot be read or made: " + FileFault.reason(e)
                            + "; see --session-key",
                    e);
        }
    }

    private byte[] read() throws IOException {
        byte[] key = Files.readAllBytes(path);
        if (key.length < Signer.MIN_KEY) {
            throw new IOException("it must have at least " + Signer.MIN_KEY + " bytes, not " + key.length);
        }
        return key;
    }

    /** Another viewer may make the file at the same time: the first one wins. */
    private void make() throws IOException {
        byte[] key = new byte[Signer.MIN_KEY];
        new SecureRandom().nextBytes(key);
        Path folder = path.toAbsolutePath().normalize().getParent();
        Path written = Files.getFileStore(folder).supportsFileAttributeView("posix")
                ? Files.createTempFile(
                        folder,
                        ".key",
                        ".tmp",
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))
                : Files.createTempFile(folder, ".key", ".tmp");
        try {
            Files.write(written, key, StandardOpenOption.WRITE);
            Files.createLink(path, written); // unlike a move, does not replace
        } catch (FileAlreadyExistsException e) {
            return;
        } finally {
            Files.deleteIfExists(written);
        }
    }
}
