package io.framelog.viewer.access;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Checks passwords. A check takes bcrypt about a tenth of a second, so few run at a time, and correct passwords are
 * remembered for a while: tools such as Prometheus send theirs with each request. Thread-safe.
 */
public final class PasswordCheck {
    /** The cost of new hashes: about 0.1 s for a check. */
    static final int COST = 11;
    /** The longest password, in bytes of UTF-8; bcrypt ignores what follows. */
    public static final int MAX_PASSWORD = 72;
    /** The most checks at a time, so that guessing does not take all cores. */
    private static final int MAX_CHECKS = 2;
    /** How many checks may wait for another one: each keeps a thread of the server. */
    private static final int MAX_WAITING = 4;
    /** How long a check waits for another one. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);
    /** How many correct passwords are remembered, and for how long after their last use. */
    private static final int MAX_REMEMBERED = 1_000;

    private static final Duration REMEMBERED = Duration.ofMinutes(10);

    /** Checked if there are no users at all. */
    private static final String NOBODY = hash("nobody");

    private final Semaphore checks = new Semaphore(MAX_CHECKS, true);
    private final Signer proofs = new Signer(randomKey());
    private final Cache<String, Boolean> remembered = Caffeine.newBuilder()
            .maximumSize(MAX_REMEMBERED)
            .expireAfterAccess(REMEMBERED)
            .executor(Runnable::run)
            .build();

    /** Remembers nothing at first. */
    public PasswordCheck() {}

    /** Hashes a password, for the file of users. */
    public static String hash(String password) {
        return new String(BCrypt.with(BCrypt.Version.VERSION_2Y).hash(COST, bytes(password)), UTF_8);
    }

    /** The answer to a password. */
    public enum Answer {
        /** It is the user's. */
        RIGHT,
        /** It is the user's, and was so a short time ago. */
        STILL_RIGHT,
        /** It is not the user's. */
        WRONG,
        /** Too many checks are under way. */
        BUSY
    }

    /**
     * Whether the password is that of a user with a name. For an unknown name, the hash of one of the users is checked
     * in vain: hashes cost what their makers chose, and the time must not tell which names there are.
     */
    public Answer check(Users users, String name, String password) throws InterruptedException {
        Optional<User> user = users.find(name);
        String hash = user.or(() -> users.standIn(name)).map(User::hash).orElse(NOBODY);
        // A changed hash makes another proof, so an old password is not remembered.
        String proof = proofs.fingerprint(hash, password);
        if (user.isPresent() && remembered.getIfPresent(proof) != null) {
            return Answer.STILL_RIGHT;
        }
        if (checks.getQueueLength() >= MAX_WAITING || !checks.tryAcquire(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
            return Answer.BUSY;
        }
        boolean matches;
        try {
            matches = BCrypt.verifyer().verify(bytes(password), hash.getBytes(UTF_8)).verified && user.isPresent();
        } finally {
            checks.release();
        }
        if (matches) {
            remembered.put(proof, true);
        }
        return matches ? Answer.RIGHT : Answer.WRONG;
    }

    private static byte[] bytes(String password) {
        byte[] all = password.getBytes(UTF_8);
        return all.length > MAX_PASSWORD ? Arrays.copyOf(all, MAX_PASSWORD) : all;
    }

    private static byte[] randomKey() {
        byte[] key = new byte[Signer.MIN_KEY];
        new SecureRandom().nextBytes(key);
        return key;
    }
}
