package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventTopic;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
    private final EventDecoder decoder = new EventDecoder(new EventTopic("video-events"), new EventCounters(1));

    @ParameterizedTest
    @CsvSource({
        "status, foreign.status",
        "gap, foreign.gap",
        "Error, foreign.Error",
        "open, foreign.open",
        "io.framelog.stream.status, foreign.status",
        "io.framelog.gap, foreign.gap",
        "io.framelog.stream.lost, lost",
        "com.example.gap, com.example.gap"
    })
    void givesNoForeignEventANameOfItsOwn(String type, String name) {
        assertEquals(
                "event: " + name + "\ndata: {\"type\":\"" + type + "\"}\n\n",
                text("{\"type\":\"" + type + "\"}").orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"a\"} {\"type\":\"b\"}",
                "{\"type\":\"a\"}\r\n\r\nevent: status",
                "{\"type\":\"a\"} nonsense",
                "\n{\"type\":\r\"a\"}"
            })
    void sendsOneLineOfJson(String value) {
        assertEquals("event: a\ndata: {\"type\":\"a\"}\n\n", text(value).orElseThrow());
    }

    @Test
    void sendsOtherUnicodeAsUtf8() {
        assertEquals(
                "event: a\ndata: {\"type\":\"a\"}\n\n",
                text("{\"type\":\"a\"}".getBytes(UTF_16BE)).orElseThrow());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"a\",\"time\":\"yesterday\"}",
                "{\"type\":7}",
                "\"type\"",
                "{\"type\":\"a\",\"x\":",
                "{\"type\":\"a\\",
            })
    void skipsWhatIsNoEvent(String value) {
        assertTrue(text(value).isEmpty());
    }

    @Test
    void skipsDeepJson() {
        assertTrue(text("{\"type\":\"a\",\"data\":" + "[".repeat(30_000) + "]".repeat(30_000) + "}")
                .isEmpty());
    }

    private Optional<String> text(String json) {
        return text(json.getBytes(UTF_8));
    }

    private Optional<String> text(byte[] json) {
        return decoder.decode(
                        new ConsumerRecord<>("video-events", 0, 0, "camera".getBytes(UTF_8), ByteBuffer.wrap(json)))
                .map(event -> {
                    SseText text = new SseText();
                    event.appendTo(text);
                    return text.toString(UTF_8);
                });
    }
}
