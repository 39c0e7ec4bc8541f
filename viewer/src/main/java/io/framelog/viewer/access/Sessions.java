package io.framelog.viewer.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Issues and recognises sessions: signed tokens that a browser keeps as a cookie. No state is kept, so sessions survive
 * a restart, and are valid at each viewer with the same key and users. A session ends when its user is removed or has
 * another password. Thread-safe.
 */
public final class Sessions {
    /** How long a session lasts. */
    public static final Duration LIFETIME = Duration.ofDays(30);

    private static final String PURPOSE = "session";

    private final Signer signer;
    private final Supplier<Users> users;
    private final Clock clock;

    /** @param users the present users */
    public Sessions(Signer signer, Supplier<Users> users, Clock clock) {
        this.signer = signer;
        this.users = users;
        this.clock = clock;
    }

    /** Makes a session. */
    public String issue(User user) {
        long end = clock.instant().plus(LIFETIME).getEpochSecond();
        return signer.sign(PURPOSE, user.name() + "\n" + end + "\n" + password(user));
    }

    /** Whose session it is; empty if it is not genuine, or over. */
    public Optional<User> user(String token) {
        return signer.verify(PURPOSE, token)
                .map(text -> List.of(text.split("\n", -1)))
                .flatMap(this::user);
    }

    private Optional<User> user(List<String> parts) {
        Instant end = Instant.ofEpochSecond(Long.parseLong(parts.get(1)));
        if (!clock.instant().isBefore(end)) {
            return Optional.empty();
        }
        return users.get().find(parts.get(0)).filter(user -> password(user).equals(parts.get(2)));
    }

    private String password(User user) {
        return signer.fingerprint("password", user.hash());
    }
}
