package io.framelog.viewer.access;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a user may do besides watching. */
public enum Role {
    /** Watches streams, live and past. */
    VIEW,
    /** Also forgets streams, and downloads clips of any length. */
    ADMIN;

    /** The name in the file of users. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Role> of(String text) {
        return Arrays.stream(values()).filter(role -> role.text().equals(text)).findFirst();
    }
}
