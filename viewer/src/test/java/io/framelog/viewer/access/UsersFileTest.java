package io.framelog.viewer.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsersFileTest {
    @TempDir
    private Path folder;

    private Path path;
    private UsersFile file;
    private final AtomicLong nanos = new AtomicLong();
    private int writes;

    @BeforeEach
    void chooseFile() {
        path = folder.resolve("users");
        file = new UsersFile(path);
    }

    private static User user(String name) {
        return new User(name, UserTest.HASH, Role.VIEW, Optional.empty());
    }

    @Test
    void keepsOtherLinesWhenOneIsReplaced() throws IOException {
        Files.writeString(path, "# people\nmax:" + UserTest.HASH + "\nmaxine:" + UserTest.HASH + "\n");
        assertFalse(file.put(new User("max", UserTest.HASH, Role.ADMIN, Optional.empty())));
        assertTrue(file.put(user("eve")));
        assertEquals(
                List.of(
                        "# people",
                        "maxine:" + UserTest.HASH,
                        "max:" + UserTest.HASH + ":admin",
                        "eve:" + UserTest.HASH + ":view"),
                Files.readAllLines(path));
        assertTrue(file.remove("max"));
        assertFalse(file.remove("max"));
        assertEquals(2, file.read().all().size());
        try (var left = Files.list(folder)) {
            assertEquals(List.of(path), left.toList(), "no temporary file is left");
        }
    }

    @Test
    void newFileIsForItsOwnerOnly() throws IOException {
        file.put(user("max"));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void replacedFileKeepsItsPermissions() throws IOException {
        Files.writeString(path, "");
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r-----"));
        file.put(user("max"));
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
    }

    @Test
    void saysHowToMakeAnAbsentFile() {
        String message = String.valueOf(
                assertThrows(UnusableUsersFileException.class, file::read).getMessage());
        assertEquals(path + " does not exist: 'viewer users add NAME' makes it", message);
    }

    @Test
    void readsAChangedFileAgain() throws IOException {
        file.put(user("max"));
        CurrentUsers users = new CurrentUsers(file, nanos::get);
        file.put(user("eve"));
        touch();
        assertTrue(users.get().find("eve").isEmpty(), "not looked at before the interval is over");
        nanos.addAndGet(CurrentUsers.CHECK_INTERVAL.toNanos());
        assertTrue(users.get().find("eve").isPresent());
    }

    @Test
    void keepsTheUsersWhileTheFileIsWrong() throws IOException {
        file.put(user("max"));
        CurrentUsers users = new CurrentUsers(file, nanos::get);
        for (String wrong : List.of("max:plain", "max")) {
            Files.writeString(path, wrong);
            touch();
            nanos.addAndGet(CurrentUsers.CHECK_INTERVAL.toNanos());
            assertTrue(users.get().find("max").isPresent());
        }
        Files.delete(path);
        nanos.addAndGet(CurrentUsers.CHECK_INTERVAL.toNanos());
        assertTrue(users.get().find("max").isPresent());
        file.put(user("eve"));
        touch();
        nanos.addAndGet(CurrentUsers.CHECK_INTERVAL.toNanos());
        assertTrue(users.get().find("max").isEmpty());
        assertTrue(users.get().find("eve").isPresent());
    }

    /** Gives the file another time, also where the file system's clock is coarse. */
    private void touch() throws IOException {
        Files.setLastModifiedTime(path, FileTime.from(Instant.now().plusSeconds(10L * ++writes)));
    }

    @Test
    void sessionKeyIsMadeOnceAndForItsOwnerOnly() throws IOException {
        Path key = folder.resolve("key");
        byte[] made = new SessionKeyFile(key).load();
        assertEquals(Signer.MIN_KEY, made.length);
        assertArrayEquals(made, new SessionKeyFile(key).load());
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(key)));
        Files.write(key, new byte[31]);
        String message =
                String.valueOf(assertThrows(UnusableUsersFileException.class, () -> new SessionKeyFile(key).load())
                        .getMessage());
        assertTrue(message.contains("must have at least 32 bytes, not 31"), message);
    }
}
