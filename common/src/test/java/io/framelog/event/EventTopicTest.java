package io.framelog.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.Position;
import io.framelog.frame.StreamName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventTopicTest {
    private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678Z");
    private static final StreamEvent LOST = new StreamEvent(
            "r1-3",
            EventType.LOST,
            TIME,
            new StreamName("yard"),
            "rtsp://cam/1",
            "r1",
            "rtsp://cam/1 \"is away\"",
            Optional.of(new Position(3, 1L << 40)),
            Map.of());

    private final EventTopic topic = EventTopic.of("video-stream");

    @ParameterizedTest
    @CsvSource({"video-stream,video-events", "video,video-events", "my-streams,my-streams-events"})
    void liesBesideTheFrames(String frames, String events) {
        assertEquals(events, EventTopic.of(frames).name());
    }

    @Test
    void whatIsWrittenIsRead() {
        StreamEvent least = new StreamEvent(
                "1", new EventType("a"), TIME, new StreamName("b"), "", "", "", Optional.empty(), Map.of());
        StreamEvent other = new StreamEvent(
                "2",
                new EventType("io.framelog.motion"),
                TIME,
                new StreamName("c"),
                "",
                "",
                "",
                Optional.empty(),
                Map.of("area", 0.25, "boxes", List.of(List.of(1, 2, 3, 4))));
        for (StreamEvent event : List.of(LOST, least, other)) {
            ProducerRecord<byte[], byte[]> record = topic.write(event);
            assertEquals(Optional.of(event), topic.read(record.key(), record.value(), Instant.EPOCH));
        }
    }

    @Test
    void isACloudEventForOthers() {
        ProducerRecord<byte[], byte[]> record = topic.write(LOST);
        assertEquals("video-events", record.topic());
        assertEquals("yard", new String(record.key(), UTF_8));
        assertEquals(TIME.toEpochMilli(), record.timestamp());
        assertArrayEquals(
                "application/cloudevents+json".getBytes(UTF_8),
                record.headers().lastHeader("content-type").value());
        assertEquals(
                "{\"specversion\":\"1.0\",\"id\":\"r1-3\",\"source\":\"/streams/yard\","
                        + "\"type\":\"io.framelog.stream.lost\",\"time\":\"2026-01-02T03:04:05.678Z\","
                        + "\"subject\":\"yard\",\"datacontenttype\":\"application/json\","
                        + "\"data\":{\"reason\":\"rtsp://cam/1 \\\"is away\\\"\","
                        + "\"source\":\"rtsp://cam/1\",\"run\":\"r1\","
                        + "\"partition\":3,\"offset\":1099511627776}}",
                new String(record.value(), UTF_8));
    }

    @ParameterizedTest
    @CsvSource({
        "io.framelog.stream.started,started",
        "io.framelog.motion,motion",
        "io.framelog.motion.started,motion.started",
        "com.example.door.opened,com.example.door.opened"
    })
    void hasAShortName(String type, String name) {
        assertEquals(name, new EventType(type).shortName());
    }

    @Test
    void readsWhatOthersWrite() {
        StreamEvent event = read("gate", "{\"type\":\"com.example.open\",\"subject\":\"yard\",\"data\":\"plain\"}");
        assertEquals(new StreamName("gate"), event.stream(), "the key goes before the subject");
        assertEquals(new EventType("com.example.open"), event.type());
        assertEquals(TIME, event.time(), "the record's time stands in");
        assertEquals(new StreamName("yard"), read("", "{\"type\":\"t\",\"subject\":\"yard\"}").stream());
        assertEquals(StreamName.DEFAULT, read("", "{\"type\":\"t\"}").stream());
        assertEquals(
                Instant.parse("2026-01-02T03:04:05Z"),
                read("", "{\"type\":\"t\",\"time\":\"2026-01-02T05:04:05+02:00\"}")
                        .time());
    }

    private StreamEvent read(String key, String json) {
        return topic.read(key.getBytes(UTF_8), json.getBytes(UTF_8), TIME).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "nonsense", "null", "[]", "{}", "{\"type\":7}", "{\"type\":\"t\",\"time\":\"soon\"}"})
    void whatIsNoEventIsNone(String value) {
        assertTrue(topic.read(null, value.getBytes(UTF_8), TIME).isEmpty());
    }

    @Test
    void whatHasTooLongAKeyIsNone() {
        assertTrue(topic.read(new byte[StreamName.MAX_BYTES + 1], "{\"type\":\"t\"}".getBytes(UTF_8), TIME)
                .isEmpty());
    }
}
