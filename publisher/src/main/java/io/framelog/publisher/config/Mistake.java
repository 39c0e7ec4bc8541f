package io.framelog.publisher.config;

/**
 * What is wrong in a file.
 *
 * @param line counted from 1
 * @param text names the key, what is wrong with it, and what is allowed; without secrets
 */
public record Mistake(int line, String text) implements Comparable<Mistake> {
    @Override
    public int compareTo(Mistake other) {
        int lines = Integer.compare(line, other.line);
        return lines == 0 ? text.compareTo(other.text) : lines;
    }

    @Override
    public String toString() {
        return "line " + line + ": " + text;
    }
}
