package io.framelog.viewer.access;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The users of a viewer. Immutable. */
public final class Users {
    /** The most users: each is a line of about 100 bytes. */
    public static final int MAX_USERS = 10_000;

    private final Map<String, User> byName;

    private Users(Map<String, User> byName) {
        this.byName = byName;
    }

    /**
     * Reads the lines of a file of users. Empty lines and lines that begin with {@code #} are ignored.
     *
     * @throws IllegalArgumentException names the line, and says what is wrong with it
     */
    public static Users parse(List<String> lines) {
        Map<String, User> users = new LinkedHashMap<>();
        for (int index = 0; index < lines.size(); index++) {
            String line = lines.get(index);
            if (!line.isBlank() && !line.startsWith("#")) {
                add(users, line, index + 1);
            }
        }
        return new Users(users);
    }

    private static void add(Map<String, User> users, String line, int number) {
        try {
            User user = User.parse(line);
            if (users.putIfAbsent(user.name(), user) != null) {
                throw new IllegalArgumentException("there is another line for '" + user.name() + "'");
            }
            if (users.size() > MAX_USERS) {
                throw new IllegalArgumentException("there must be at most " + MAX_USERS + " users");
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
    }

    /** The user with a name. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** The same one of the users each time for a name that none of them has; empty if there are no users. */
    Optional<User> standIn(String name) {
        return byName.isEmpty()
                ? Optional.empty()
                : byName.values().stream()
                        .skip(Math.floorMod(name.hashCode(), byName.size()))
                        .findFirst();
    }

    /** All users, in the order of the file. */
    public Collection<User> all() {
        return byName.values();
    }
}
