package io.framelog.log;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Fields of a log line for programs. Given to a logger behind the arguments that its message names, they show only in
 * {@link LogFormat#JSON}.
 *
 * @param values by name, in their order
 */
public record LogFields(Map<String, String> values) {
    /** Keeps the order. */
    public LogFields {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** A single field. */
    public static LogFields of(String name, String value) {
        return new LogFields(Map.of(name, value));
    }

    /** These fields and another one behind them. An empty value adds none. */
    public LogFields with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(values);
        if (!value.isEmpty()) {
            more.put(name, value);
        }
        return new LogFields(more);
    }
}
