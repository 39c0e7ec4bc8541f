package io.framelog.frame;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a stream: the key of its Kafka records and a part of its URLs.
 *
 * @param value 1 to 63 letters, digits, dots, underscores and hyphens; starts with a letter or digit
 */
public record StreamName(String value) implements Comparable<StreamName> {
    private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /** The stream of records without a key, and of a publisher without {@code --stream}. */
    public static final StreamName DEFAULT = new StreamName("default");

    /** @throws IllegalArgumentException if the value is not a stream name; the message says what is allowed */
    public StreamName {
        if (!isValid(value)) {
            throw new IllegalArgumentException(
                    "'" + value + "' is not a stream name: use 1 to 63 letters, digits, '.', '_' "
                            + "or '-', starting with a letter or digit");
        }
    }

    /** Whether the text is a valid stream name. */
    public static boolean isValid(String value) {
        return VALID.matcher(value).matches();
    }

    /**
     * Reads the stream's name from a record's key.
     *
     * @param key in UTF-8; null and an empty key mean {@link #DEFAULT}
     * @return empty if the key is not a valid stream name
     */
    public static Optional<StreamName> ofKey(byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            return Optional.of(DEFAULT);
        }
        String name = new String(key, UTF_8);
        return isValid(name) ? Optional.of(new StreamName(name)) : Optional.empty();
    }

    /** The name as a record's key. */
    public byte[] toKey() {
        return value.getBytes(UTF_8);
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
