package io.framelog.viewer.access;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The users in a file, which is read again when it has changed. If the new file is unusable, the users stay as they
 * were. Thread-safe; a request never waits for another one's reading.
 */
public final class CurrentUsers implements Supplier<Users> {
    /** How often the file's time is looked at, at most. */
    static final Duration CHECK_INTERVAL = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(CurrentUsers.class);

    private final UsersFile file;
    private final LongSupplier nanoClock;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile Users users;
    private volatile long checkedNanos;
    private FileTime modified;
    private String lastWarning = "";

    /**
     * Reads the file.
     *
     * @param nanoClock like {@link System#nanoTime()}
     * @throws UnusableUsersFileException if it cannot be used
     */
    public CurrentUsers(UsersFile file, LongSupplier nanoClock) {
        this.file = file;
        this.nanoClock = nanoClock;
        checkedNanos = nanoClock.getAsLong();
        modified = modified();
        users = file.read();
    }

    @Override
    public Users get() {
        long now = nanoClock.getAsLong();
        if (now - checkedNanos >= CHECK_INTERVAL.toNanos() && reading.tryLock()) {
            try {
                checkedNanos = now;
                check();
            } finally {
                reading.unlock();
            }
        }
        return users;
    }

    private void check() {
        FileTime present = modified(); // before reading: the next check notices what is written meanwhile
        if (present.equals(modified)) {
            return;
        }
        try {
            users = file.read();
            modified = present;
            lastWarning = "";
            LOG.info("reloaded the users in {}", file.path());
        } catch (UnusableUsersFileException e) {
            String warning = String.valueOf(e.getMessage());
            if (!warning.equals(lastWarning)) {
                lastWarning = warning;
                LOG.warn("the current users stay in use: {}", warning);
            }
        }
    }

    private FileTime modified() {
        try {
            return Files.getLastModifiedTime(file.path());
        } catch (IOException e) {
            return FileTime.fromMillis(0); // the file is absent; reading it says so
        }
    }
}
