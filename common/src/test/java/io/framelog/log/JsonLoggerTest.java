package io.framelog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class JsonLoggerTest {
    private final List<String> lines = new ArrayList<>();
    private final JsonLogger logger = new JsonLogger("io.framelog.Camera", Level.INFO.toInt(), lines::add);

    private Map<String, Object> line() throws IOException {
        assertEquals(1, lines.size(), lines.toString());
        return JSON.std.mapFrom(lines.get(0));
    }

    @Test
    void writesALineAsOneObject() throws IOException {
        logger.warn("camera {} says \"{}\"", 0, "a\nb\u0000\u00e9");

        assertFalse(lines.get(0).contains("\n"), "one line");
        Map<String, Object> line = line();
        Duration age = Duration.between(Instant.parse(String.valueOf(line.remove("time"))), Instant.now());
        assertTrue(age.compareTo(Duration.ofMinutes(1)) < 0, age.toString());
        assertEquals(
                Map.of(
                        "level", "WARN",
                        "logger", "io.framelog.Camera",
                        "thread", Thread.currentThread().getName(),
                        "message", "camera 0 says \"a\nb\u0000\u00e9\""),
                line);
    }

    @Test
    void writesAnExceptionAsAField() throws IOException {
        logger.error("it broke", new IllegalStateException("cable"));

        String trace = String.valueOf(line().get("stackTrace"));
        assertTrue(trace.startsWith("java.lang.IllegalStateException: cable\n\tat io.framelog.log."), trace);
    }

    @Test
    void writesFieldsThatTheMessageDoesNotName() throws IOException {
        logger.info(
                "login as '{}'",
                "ann",
                LogFields.of("event", "login").with("user", "ann").with("reason", ""));

        Map<String, Object> line = line();
        assertEquals("login as 'ann'", line.get("message"));
        assertEquals("login", line.get("event"));
        assertEquals("ann", line.get("user"));
        assertFalse(line.containsKey("reason"), "it is empty");
        lines.clear();
        logger.info("{}", "x", LogFields.of("level", "NONE"));
        assertEquals("INFO", line().get("level"), "no field takes another's place");
    }

    @Test
    void writesNothingBelowItsLevel() {
        logger.debug("detail");
        new JsonLogger("silent", LogLevels.OFF, lines::add).error("nothing");
        assertEquals(List.of(), lines);
    }

    @Test
    void levelsAreThoseOfTheNearestName() {
        Properties properties = new Properties();
        properties.setProperty("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        properties.setProperty("org.slf4j.simpleLogger.log.io.camera", "debug");
        properties.setProperty("org.slf4j.simpleLogger.log.org.apache", "off");
        LogLevels levels = new LogLevels(properties);
        assertEquals(Level.DEBUG.toInt(), levels.of("io.camera.lens.Focus"));
        assertEquals(Level.WARN.toInt(), levels.of("io.cameras"));
        assertEquals(LogLevels.OFF, levels.of("org.apache.kafka"));
        assertEquals(Level.INFO.toInt(), new LogLevels(new Properties()).of("x"));
    }

    @Test
    void formatIsKnownBeforeTheCommandLineIsParsed() {
        assertEquals(LogFormat.JSON, LogFormat.of(Map.of(), "--port", "1", "--log-format", "json"));
        assertEquals(LogFormat.JSON, LogFormat.of(Map.of(), "export", "--log-format=JSON"));
        assertEquals(LogFormat.JSON, LogFormat.of(Map.of(LogFormat.VARIABLE, "json")));
        assertEquals(LogFormat.TEXT, LogFormat.of(Map.of(LogFormat.VARIABLE, "json"), "--log-format", "text"));
        assertEquals(LogFormat.TEXT, LogFormat.of(Map.of(), "--log-format"));
        assertEquals(LogFormat.TEXT, LogFormat.of(Map.of(), "--log-format", "yaml"));
        assertEquals(LogFormat.TEXT, LogFormat.of(Map.of(), "--", "--log-format", "json"));
    }

    @Test
    void printedLinesAreLogged() {
        try (PrintWriter writer = new PrintWriter(new LogWriter(lines::add))) {
            writer.println("one");
            writer.print("two, ");
            writer.print("three\r\n\nfour");
            writer.flush();
            assertEquals(List.of("one", "two, three"), lines);
        }
        assertEquals(List.of("one", "two, three", "four"), lines);
    }
}
