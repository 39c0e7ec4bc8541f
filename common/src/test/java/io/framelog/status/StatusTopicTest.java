package io.framelog.status;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.status.StreamStatus.State;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTopicTest {
    private final StatusTopic topic = StatusTopic.of("video-stream");

    @Test
    void liesBesideTheFrames() {
        assertEquals("video-streams", topic.name());
    }

    @Test
    void whatIsWrittenIsRead() {
        StreamStatus full = new StreamStatus(
                State.LOST,
                "camera 0 was \"unplugged\"",
                Optional.of(new ImageSize(640, 480)),
                29.9,
                "camera 0",
                "host/7",
                "r1",
                Instant.parse("2026-01-02T03:04:05.678Z"),
                Optional.of(new Position(3, 1L << 40)),
                "Haustür 🚪");
        assertEquals(Optional.of(full), topic.read(topic.write(full)));
        StreamStatus least = new StreamStatus(
                State.LIVE,
                "",
                Optional.empty(),
                0,
                "",
                "",
                "",
                Instant.parse("2026-01-02T03:04:05Z"),
                Optional.empty());
        assertEquals(Optional.of(least), topic.read(topic.write(least)));
    }

    @Test
    void isPlainJsonForOthers() {
        StreamStatus status = new StreamStatus(
                State.LIVE,
                "",
                Optional.of(new ImageSize(640, 480)),
                30,
                "camera 0",
                "host/7",
                "r1",
                Instant.EPOCH,
                Optional.of(new Position(3, 4)));
        assertEquals(
                "{\"state\":\"live\",\"reason\":\"\",\"width\":640,\"height\":480,\"fps\":30.0,\"source\":\"camera 0\","
                        + "\"publisher\":\"host/7\",\"run\":\"r1\",\"heartbeat\":\"1970-01-01T00:00:00Z\","
                        + "\"partition\":3,\"offset\":4}",
                new String(topic.write(status), UTF_8));
    }

    @Test
    void cutsLongTextsAndReplacesControlCharacters() {
        String reason = "a\\nb" + "x".repeat(900_000);
        StreamStatus read = topic.read(
                        ("{\"state\":\"live\",\"heartbeat\":\"0001-01-01T00:00:00Z\",\"reason\":\"" + reason + "\"}")
                                .getBytes(UTF_8))
                .orElseThrow();
        assertEquals("a bx", read.reason().substring(0, 4));
        assertEquals(StatusTopic.MAX_TEXT + 1, read.reason().length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"fps\":1e999",
                "\"fps\":-3",
                "\"partition\":-1,\"offset\":7",
                "\"partition\":1,\"offset\":-7",
                "\"partition\":1e300,\"offset\":1.5",
                "\"partition\":99999999999999999999,\"offset\":7"
            })
    void takesAbsurdNumbersForUnknown(String members) {
        StreamStatus read = topic.read(
                        ("{\"state\":\"live\",\"heartbeat\":\"1970-01-01T00:00:00Z\"," + members + "}").getBytes(UTF_8))
                .orElseThrow();
        assertEquals(0, read.framesPerSecond());
        assertEquals(Optional.empty(), read.newest());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nonsense",
                "null",
                "[]",
                "{}",
                "{\"state\":\"asleep\",\"heartbeat\":\"1970-01-01T00:00:00Z\"}",
                "{\"state\":\"live\",\"heartbeat\":\"soon\"}",
                "{\"state\":\"live\",\"heartbeat\":\"1970-01-01T00:00:00Z\",\"width\":0,\"height\":-1}"
            })
    void whatIsNoStatusIsNone(String value) {
        assertTrue(topic.read(value.getBytes(UTF_8)).isEmpty());
    }
}
