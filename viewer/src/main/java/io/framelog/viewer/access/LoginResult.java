package io.framelog.viewer.access;

import java.time.Duration;

/** What became of a name and a password. */
public sealed interface LoginResult {
    /** They are a user's. */
    record Accepted(User user) implements LoginResult {}

    /** They are no user's; which of the two is wrong is not told. */
    record Wrong() implements LoginResult {}

    /** There were too many wrong tries. */
    record MustWait(Duration left) implements LoginResult {}

    /** Too many passwords are being checked. */
    record Busy() implements LoginResult {}
}
