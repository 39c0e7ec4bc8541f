package io.framelog.log;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import org.slf4j.event.Level;

/** Which lines are logged, by slf4j-simple's configuration: a program's simplelogger.properties and the system's. */
final class LogLevels {
    /** No line. */
    static final int OFF = Integer.MAX_VALUE;

    private static final String FILE = "simplelogger.properties";
    private static final String PREFIX = "org.slf4j.simpleLogger.";

    private final Properties properties;

    LogLevels(Properties properties) {
        this.properties = properties;
    }

    static LogLevels ofThisProgram() {
        Properties properties = new Properties();
        try (InputStream file = LogLevels.class.getClassLoader().getResourceAsStream(FILE)) {
            if (file != null) {
                properties.load(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new LogLevels(properties);
    }

    /**
     * The least level of a logger.
     *
     * @return as {@link Level#toInt}, or {@link #OFF}
     */
    int of(String logger) {
        for (String name = logger; !name.isEmpty(); name = name.substring(0, Math.max(0, name.lastIndexOf('.')))) {
            String level = property("log." + name);
            if (!level.isEmpty()) {
                return parse(level);
            }
        }
        return parse(property("defaultLogLevel"));
    }

    private String property(String name) {
        return System.getProperty(PREFIX + name, properties.getProperty(PREFIX + name, ""));
    }

    private static int parse(String level) {
        String upper = level.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "OFF" -> OFF;
            case "TRACE", "DEBUG", "WARN", "ERROR" -> Level.valueOf(upper).toInt();
            default -> Level.INFO.toInt();
        };
    }
}
