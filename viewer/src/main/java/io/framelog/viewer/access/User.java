package io.framelog.viewer.access;

import io.framelog.frame.StreamName;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A line of the file of users: {@code name:hash[:role[:stream,stream…]]}. That is the format of Apache's
 * {@code htpasswd}, which ignores what follows the hash. Streams are percent-encoded. Immutable.
 *
 * @param hash bcrypt's hash of the password
 * @param streams the only streams that the user may see; empty for all
 */
public record User(String name, String hash, Role role, Optional<Set<StreamName>> streams) {
    /** The longest name. */
    public static final int MAX_NAME = 64;

    /** A higher cost would take seconds for each login: 14 takes about one. */
    private static final int MAX_COST = 14;

    private static final Pattern HASH = Pattern.compile("\\$2[aby]\\$([0-9]{2})\\$[./A-Za-z0-9]{53}");
    /** What a hash contains; an error must not quote it, wherever it stands. */
    private static final Pattern HASH_MARK = Pattern.compile("\\$2[aby]\\$");

    private static final Pattern NAME = Pattern.compile("[^:#\\p{Cntrl}\\s][^:\\p{Cntrl}]*");

    /**
     * Reads a line.
     *
     * @throws IllegalArgumentException says what is wrong with it; the message does not contain the hash
     */
    public static User parse(String line) {
        List<String> parts = List.of(line.split(":", -1)); // -1 keeps empty parts at the end
        if (parts.size() < 2 || parts.size() > 4) {
            throw new IllegalArgumentException("must be name:hash, name:hash:role or name:hash:role:streams");
        }
        if (HASH_MARK.matcher(parts.get(0)).find()) {
            throw new IllegalArgumentException("must begin with the user's name, not with the hash");
        }
        String name = requireName(parts.get(0));
        String hash = parts.get(1);
        requireBcrypt(name, hash);
        return new User(name, hash, parts.size() < 3 ? Role.VIEW : role(parts.get(2)), streams(parts));
    }

    /**
     * Checks a name.
     *
     * @throws IllegalArgumentException says what a name may be
     */
    public static String requireName(String name) {
        if (name.length() > MAX_NAME || !NAME.matcher(name).matches() || !name.equals(name.strip())) {
            throw new IllegalArgumentException("a user's name must have 1 to " + MAX_NAME
                    + " characters, without colons, control characters and spaces around it, and must not begin with "
                    + "#");
        }
        return name;
    }

    private static void requireBcrypt(String name, String hash) {
        Matcher bcrypt = HASH.matcher(hash);
        if (!bcrypt.matches()) {
            throw new IllegalArgumentException("the password of '" + name + "' must be hashed with bcrypt: use 'viewer "
                    + "users add " + name + "' or 'htpasswd -B'");
        }
        if (Integer.parseInt(bcrypt.group(1)) > MAX_COST) {
            throw new IllegalArgumentException(
                    "the bcrypt cost of '" + name + "' must be at most " + MAX_COST + ", not " + bcrypt.group(1));
        }
    }

    private static Role role(String text) {
        return Role.of(text)
                .orElseThrow(() -> new IllegalArgumentException("the role must be "
                        + Arrays.stream(Role.values()).map(Role::text).collect(Collectors.joining(" or ")) + ", not "
                        + (HASH_MARK.matcher(text).find() ? "a hash" : text)));
    }

    private static Optional<Set<StreamName>> streams(List<String> parts) {
        if (parts.size() < 4) {
            return Optional.empty();
        }
        return Optional.of(Arrays.stream(parts.get(3).split(",", -1))
                .filter(text -> !text.isEmpty())
                .map(text -> new StreamName(URLDecoder.decode(text, StandardCharsets.UTF_8)))
                .collect(Collectors.toUnmodifiableSet()));
    }

    /** The line in the file. */
    public String line() {
        String start = name + ":" + hash + ":" + role.text();
        return streams.map(some -> start + ":" + encode(some)).orElse(start);
    }

    private static String encode(Set<StreamName> streams) {
        Set<String> sorted = new TreeSet<>();
        streams.forEach(stream -> sorted.add(URLEncoder.encode(stream.toString(), StandardCharsets.UTF_8)));
        return String.join(",", sorted);
    }

    /** What the user may see and do. */
    public Identity identity() {
        return new Identity(name, role, streams, Optional.empty());
    }
}
