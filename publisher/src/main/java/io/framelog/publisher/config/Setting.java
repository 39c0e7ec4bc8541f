package io.framelog.publisher.config;

/**
 * A key and its value.
 *
 * @param key such as {@code quality}
 * @param place the key with those above it, such as {@code streams.front.quality}
 * @param line counted from 1
 * @param value with the contents of its variables and files; the items of a list are separated by commas
 * @param written the value as it stands in the file, which may be shown
 * @param inherited whether it comes from the defaults
 */
public record Setting(String key, String place, int line, String value, String written, boolean inherited) {
    /** The same setting as a default of a stream. */
    Setting asDefault() {
        return new Setting(key, place, line, value, written, true);
    }

    /** The mistake of this value. */
    public Mistake mistake(String text) {
        return new Mistake(line, place + ": " + (value.isEmpty() ? text : text.replace(value, written)));
    }

    /** Without the value, which may be a secret. */
    @Override
    public String toString() {
        return place + ": " + written;
    }
}
