package io.framelog.viewer.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import at.favre.lib.crypto.bcrypt.BCrypt;

/** Hashes of passwords that take a thousandth of a second to check, for tests of something else. */
public final class CheapHash {
    /** The least that bcrypt permits. */
    private static final int COST = 4;

    private CheapHash() {}

    /** The hash of a password, for the file of users. */
    public static String of(String password) {
        return new String(BCrypt.with(BCrypt.Version.VERSION_2Y).hash(COST, password.getBytes(UTF_8)), UTF_8);
    }
}
