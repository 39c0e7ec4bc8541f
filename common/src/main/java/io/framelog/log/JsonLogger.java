package io.framelog.log;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/** Writes each line of the log as a JSON object. Thread-safe. */
final class JsonLogger extends LegacyAbstractLogger {
    private static final long serialVersionUID = 1;

    private final int least;
    private final transient Consumer<String> output;

    /**
     * @param least the least level that is written, as {@link Level#toInt}
     * @param output receives each line
     */
    JsonLogger(String name, int least, Consumer<String> output) {
        this.name = name;
        this.least = least;
        this.output = output;
    }

    @Override
    protected void handleNormalizedLoggingCall(
            Level level,
            @Nullable Marker marker,
            @Nullable String pattern,
            Object @Nullable [] arguments,
            @Nullable Throwable fault) {
        Map<String, String> line = new LinkedHashMap<>();
        line.put("time", Instant.now().truncatedTo(ChronoUnit.MILLIS).toString());
        line.put("level", level.name());
        line.put("logger", name);
        line.put("thread", Thread.currentThread().getName());
        line.put("message", String.valueOf(MessageFormatter.basicArrayFormat(pattern, arguments)));
        if (arguments != null) {
            for (Object argument : arguments) {
                if (argument instanceof LogFields fields) {
                    fields.values().forEach(line::putIfAbsent);
                }
            }
        }
        if (fault != null) {
            StringWriter trace = new StringWriter();
            fault.printStackTrace(new PrintWriter(trace));
            line.put("stackTrace", trace.toString());
        }
        try {
            output.accept(JSON.std.asString(line));
        } catch (IOException e) {
            throw new UncheckedIOException("memory takes everything", e);
        }
    }

    private boolean isEnabled(Level level) {
        return level.toInt() >= least;
    }

    @Override
    public boolean isTraceEnabled() {
        return isEnabled(Level.TRACE);
    }

    @Override
    public boolean isDebugEnabled() {
        return isEnabled(Level.DEBUG);
    }

    @Override
    public boolean isInfoEnabled() {
        return isEnabled(Level.INFO);
    }

    @Override
    public boolean isWarnEnabled() {
        return isEnabled(Level.WARN);
    }

    @Override
    public boolean isErrorEnabled() {
        return isEnabled(Level.ERROR);
    }

    @Override
    protected @Nullable String getFullyQualifiedCallerName() {
        return null;
    }
}
