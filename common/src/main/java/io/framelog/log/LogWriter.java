package io.framelog.log;

import java.io.Writer;
import java.util.function.Consumer;

/** Passes each line that is printed on to a log. */
public final class LogWriter extends Writer {
    private final Consumer<String> log;
    private final StringBuilder line = new StringBuilder();

    /** @param log receives a line without its end */
    public LogWriter(Consumer<String> log) {
        this.log = log;
    }

    @Override
    public void write(char[] text, int from, int length) {
        synchronized (lock) {
            for (int at = from; at < from + length; at++) {
                if (text[at] != '\n') {
                    line.append(text[at]);
                } else {
                    pass();
                }
            }
        }
    }

    private void pass() {
        String whole = line.toString().strip();
        line.setLength(0);
        if (!whole.isEmpty()) {
            log.accept(whole);
        }
    }

    /** Waits for the end of the line. */
    @Override
    public void flush() {
        // Only whole lines are passed on.
    }

    @Override
    public void close() {
        synchronized (lock) {
            pass();
        }
    }
}
