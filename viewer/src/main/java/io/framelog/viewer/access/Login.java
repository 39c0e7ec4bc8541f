package io.framelog.viewer.access;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** Checks names and passwords, slows guessing down, and writes each try to the audit log. Thread-safe. */
public final class Login {
    private final Supplier<Users> users;
    private final PasswordCheck passwords;
    private final LoginThrottle throttle;
    private final Audit audit;

    /** @param users the present users */
    public Login(Supplier<Users> users, PasswordCheck passwords, LoginThrottle throttle, Audit audit) {
        this.users = users;
        this.passwords = passwords;
        this.throttle = throttle;
        this.audit = audit;
    }

    /** The present user with a name. */
    public Optional<User> user(String name) {
        return users.get().find(name);
    }

    /**
     * Tries a name and a password. Takes as long for an unknown name as for a wrong password.
     *
     * @param address where the client is
     */
    public LoginResult attempt(String name, String password, InetAddress address) throws InterruptedException {
        Users present = users.get();
        Optional<User> user = present.find(name);
        Duration left = throttle.waiting(name, user.isPresent(), address);
        if (!left.isZero()) {
            audit.loginRefused(name, address, "too many wrong tries");
            return new LoginResult.MustWait(left);
        }
        return switch (passwords.check(present, name, password)) {
            case RIGHT -> {
                throttle.succeeded(name, address);
                audit.login(name, address);
                yield new LoginResult.Accepted(user.orElseThrow());
            }
            case STILL_RIGHT -> new LoginResult.Accepted(user.orElseThrow());
            case WRONG -> {
                throttle.failed(name, user.isPresent(), address);
                audit.loginRefused(name, address, "wrong name or password");
                yield new LoginResult.Wrong();
            }
            case BUSY -> {
                audit.loginRefused(name, address, "too many passwords are being checked");
                yield new LoginResult.Busy();
            }
        };
    }
}
