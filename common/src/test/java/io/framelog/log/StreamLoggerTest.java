package io.framelog.log;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.Level;

class StreamLoggerTest {
    private final List<String> lines = new ArrayList<>();
    private final StreamLogger logger =
            new StreamLogger(new JsonLogger("io.framelog.Capture", Level.INFO.toInt(), lines::add), "front {}");

    @Test
    void namesTheStreamInFrontAndAsAField() throws IOException {
        logger.warn("{} is lost", "camera 0", LogFields.of("reason", "cable"));
        logger.debug("not written");

        assertEquals(1, lines.size());
        Map<String, Object> line = JSON.std.mapFrom(lines.get(0));
        assertEquals("front {}: camera 0 is lost", line.get("message"));
        assertEquals("front {}", line.get("stream"));
        assertEquals("cable", line.get("reason"));
        assertEquals("WARN", line.get("level"));
        assertEquals("io.framelog.Capture", line.get("logger"));
    }

    @Test
    void keepsAnException() throws IOException {
        logger.error("it broke", new IllegalStateException("cable"));

        Map<String, Object> line = JSON.std.mapFrom(lines.get(0));
        assertEquals("front {}: it broke", line.get("message"));
        assertTrue(String.valueOf(line.get("stackTrace")).startsWith("java.lang.IllegalStateException: cable"));
    }
}
