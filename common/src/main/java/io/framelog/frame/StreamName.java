package io.framelog.frame;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of a stream: the key of its Kafka records, and a part of its addresses (see {@link StreamAddress}). A name
 * is text. A key that is no text, such as a number in four bytes, has a name of hexadecimal digits: {@code 0x00000003}.
 *
 * @param value as its producer wrote it; {@link #toString()} is for messages
 */
public record StreamName(String value) implements Comparable<StreamName> {
    /** The longest key: a producer of long keys must not fill the memory. */
    public static final int MAX_BYTES = 1024;

    /** What a name is, for messages. */
    public static final String RULE =
            "a stream name has 1 to " + MAX_BYTES + " bytes of UTF-8 without control characters";

    /** The stream of records without a key, and of a publisher without {@code --stream}. */
    public static final StreamName DEFAULT = new StreamName("default");

    private static final String HEX = "0x";
    private static final HexFormat DIGITS = HexFormat.of();
    /** The most bytes of a char in UTF-8. */
    private static final int CHAR_BYTES = 3;

    /** @throws IllegalArgumentException if the value is not a stream name; the message says what is allowed */
    public StreamName {
        if (!isValid(value)) {
            throw new IllegalArgumentException("'" + printable(value) + "' is not a stream name: " + RULE);
        }
    }

    /** Whether the text is a valid stream name. */
    public static boolean isValid(String value) {
        return !value.isEmpty()
                && isText(value)
                && (value.length() <= MAX_BYTES / CHAR_BYTES
                        || value.getBytes(UTF_8).length <= MAX_BYTES
                        || binaryKey(value) != null);
    }

    /**
     * Reads the stream's name from a record's key. Runs for every frame.
     *
     * @param key null and an empty key mean {@link #DEFAULT}
     * @return empty if the key is longer than {@link #MAX_BYTES}
     */
    public static Optional<StreamName> ofKey(byte @Nullable [] key) {
        if (key == null || key.length == 0) {
            return Optional.of(DEFAULT);
        }
        if (key.length > MAX_BYTES) {
            return Optional.empty();
        }
        String text = text(key);
        return Optional.of(new StreamName(text == null ? HEX + DIGITS.formatHex(key) : text));
    }

    /** The name as a record's key. */
    public byte[] toKey() {
        byte[] binary = binaryKey(value);
        return binary == null ? value.getBytes(UTF_8) : binary;
    }

    /** The key's text; null if it is none. */
    private static @Nullable String text(byte[] key) {
        for (byte octet : key) {
            if (octet < ' ') { // a control character, or a part of one that is not ASCII
                String text = new String(key, UTF_8);
                boolean exact = text.indexOf('\uFFFD') < 0 || Arrays.equals(text.getBytes(UTF_8), key);
                return exact && isText(text) ? text : null;
            }
        }
        String ascii = new String(key, ISO_8859_1);
        return isText(ascii) ? ascii : null;
    }

    /** Tabs and line ends are accepted: producers that read names from files leave them in. */
    private static boolean isText(String value) {
        for (int i = 0; i < value.length(); i++) {
            char at = value.charAt(i);
            if (Character.isISOControl(at) && at != '\t' && at != '\n' && at != '\r') {
                return false;
            }
            if (Character.isSurrogate(at)) {
                i++;
                if (!Character.isHighSurrogate(at)
                        || i == value.length()
                        || !Character.isLowSurrogate(value.charAt(i))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The key that is no text and has this name; null if there is none. */
    private static byte @Nullable [] binaryKey(String value) {
        if (!value.startsWith(HEX) || value.length() == HEX.length() || value.length() > HEX.length() + 2 * MAX_BYTES) {
            return null;
        }
        try {
            byte[] key = DIGITS.parseHex(value, HEX.length(), value.length());
            boolean exact = value.equals(HEX + DIGITS.formatHex(key)); // parseHex accepts upper case, too
            return exact && text(key) == null ? key : null;
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * Text for a terminal, a log or an HTTP header's message: characters that would break the line, or change the
     * direction of what follows, are written as {@code \}{@code u000a}.
     */
    private static String printable(String value) {
        StringBuilder printable = new StringBuilder(value.length());
        for (int i = 0; i < value.length(); i++) {
            char at = value.charAt(i);
            if (isDisruptive(at)) {
                printable.append(String.format("\\u%04x", (int) at));
            } else {
                printable.append(at);
            }
        }
        return printable.toString();
    }

    private static boolean isDisruptive(char at) {
        int type = Character.getType(at);
        return Character.isISOControl(at)
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || (at >= '\u202A' && at <= '\u202E') // embeddings and overrides of the direction
                || (at >= '\u2066' && at <= '\u2069'); // isolates
    }

    @Override
    public int compareTo(StreamName other) {
        return value.compareTo(other.value);
    }

    /** The name for messages, on one line: a line end is written as {@code \}{@code u000a}. */
    @Override
    public String toString() {
        return printable(value);
    }
}
