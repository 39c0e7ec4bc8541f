package io.framelog.viewer.access;

import io.framelog.cli.FileFault;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads and writes the file of users. Not thread-safe. */
public final class UsersFile {
    /** The largest file that is read. */
    private static final long MAX_BYTES = 4L << 20;

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;

    /** Uses a file, which need not exist before it is read. */
    public UsersFile(Path path) {
        this.path = path;
    }

    /** Where the file is. */
    public Path path() {
        return path;
    }

    /**
     * Reads the users.
     *
     * @throws UnusableUsersFileException if the file cannot be read, or a line is wrong
     */
    public Users read() {
        try {
            return Users.parse(lines());
        } catch (IllegalArgumentException e) {
            throw new UnusableUsersFileException(path + ", " + e.getMessage(), e);
        } catch (NoSuchFileException e) {
            throw new UnusableUsersFileException(path + " does not exist: 'viewer users add NAME' makes it", e);
        } catch (CharacterCodingException e) {
            throw new UnusableUsersFileException(path + " is not a text file in UTF-8", e);
        } catch (IOException e) {
            throw new UnusableUsersFileException(path + " cannot be read: " + FileFault.reason(e), e);
        }
    }

    private List<String> lines() throws IOException {
        if (Files.size(path) > MAX_BYTES) {
            throw new IllegalArgumentException("the file must have at most " + MAX_BYTES + " bytes");
        }
        return Files.readAllLines(path, StandardCharsets.UTF_8);
    }

    /**
     * Adds a user, or replaces the one with that name. Other lines and comments stay as they are.
     *
     * @return whether the user is new
     */
    public boolean put(User user) {
        return !replace(user.name(), List.of(user.line()));
    }

    /** Removes a user. @return whether there was one */
    public boolean remove(String name) {
        return replace(name, List.of());
    }

    /** A viewer that reads at the same time finds the old file or the new one. */
    private boolean replace(String name, List<String> with) {
        try {
            List<String> lines = Files.exists(path) ? new ArrayList<>(lines()) : new ArrayList<>();
            int size = lines.size();
            lines.removeIf(line -> line.startsWith(name + ":"));
            boolean found = lines.size() < size;
            lines.addAll(with);
            Path folder = path.toAbsolutePath().normalize().getParent();
            Path written = Files.createTempFile(folder, ".users", ".tmp");
            try {
                Files.write(written, lines, StandardCharsets.UTF_8);
                protect(written);
                Files.move(written, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(written);
            }
            return found;
        } catch (IllegalArgumentException e) {
            throw new UnusableUsersFileException(path + ", " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UnusableUsersFileException(path + " cannot be written: " + e, e);
        }
    }

    /** Keeps the permissions of the file that is replaced; the viewer may run as another user. */
    private void protect(Path written) throws IOException {
        if (Files.getFileStore(written).supportsFileAttributeView("posix")) {
            Files.setPosixFilePermissions(
                    written, Files.exists(path) ? Files.getPosixFilePermissions(path) : OWNER_ONLY);
        }
    }
}
