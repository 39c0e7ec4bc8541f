package io.framelog.viewer.events;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.framelog.event.EventTopic;
import java.nio.ByteBuffer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** Any record as an event, and any text as an event's id. */
class EventsFuzzTest {
    private final EventDecoder decoder = new EventDecoder(new EventTopic("video-events"), new EventCounters(1));

    /** No event ends another one's lines. */
    @FuzzTest(maxDuration = "2m")
    void event(FuzzedDataProvider data) {
        byte[] key = data.consumeBytes(8);
        ByteBuffer value = ByteBuffer.wrap(data.consumeRemainingAsBytes());
        decoder.decode(new ConsumerRecord<>("video-events", 0, 0, key, value)).ifPresent(event -> {
            SseText sent = new SseText();
            event.appendTo(sent);
            String text = sent.toString(UTF_8);
            assertTrue(text.matches("event: [A-Za-z0-9._-]*\ndata: [^\r\n]*\n\n"), text);
        });
    }

    @FuzzTest(maxDuration = "2m")
    void id(byte[] bytes) {
        String id = new String(bytes, UTF_8);
        try {
            EventCursor cursor = EventCursor.parse(id);
            assertEquals(cursor, EventCursor.parse(cursor.toString()));
        } catch (IllegalArgumentException e) {
            // the answer is 400
        }
    }
}
