package io.framelog.viewer.notify;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class NoticeTest {
    private static final Instant TIME = Instant.parse("2026-11-28T11:20:30Z");
    private static final Links LINKS = new Links(Optional.of("https://cameras.example.org/x"));

    @Test
    void saysWhatHappenedInASentence() {
        assertEquals("Something moves in door, at 11:20:30", text(Notices.motionBegan("a", TIME)));
        assertEquals("Something moved for 3 s, at 11:20:33", text(Notices.motionEnded("a", TIME, TIME.plusSeconds(3))));
        assertEquals("The source is lost: the cable, at 11:20:30", text(Notices.stream("a", "lost", TIME)));
        assertEquals(
                "org.example.Alarm, at 11:20:30", text("{\"type\":\"org.example.Alarm\",\"time\":\"" + TIME + "\"}"));
    }

    @Test
    void keepsLineEndsAndOverridesOutOfTexts() {
        String json = "{\"type\":\"a\\r\\nb\\u202e\",\"time\":\"" + TIME + "\",\"data\":{\"reason\":\"x\\ny\"}}";
        assertEquals("a b : x y, at 11:20:30", text(json));
        assertEquals("front: a b ", new NoticeText(Notices.read("front", json)).title());
    }

    @Test
    void linksToTheFirstFrame() {
        assertEquals(
                Optional.of("https://cameras.example.org/x/#/front%20door/3@12310"),
                LINKS.of(Notices.read("front door", Notices.motionBegan("a", TIME))));
        assertEquals(
                Optional.of("https://cameras.example.org/x/#/a%2Fb"),
                LINKS.of(Notices.read("a/b", Notices.stream("a", "lost", TIME))));
    }

    @Test
    void hasThePictureUnlessItIsNone() {
        Notice notice = Notices.read("front", Notices.motionEnded("a", TIME, TIME));
        assertArrayEquals(Notices.picture(), notice.picture().orElseThrow());
        for (String picture : new String[] {"\"data:image/jpeg;base64,?\"", "\"data:image/jpeg;base64,AAAA\"", "7"}) {
            String json = Notices.json("a", "motion", TIME, "{\"picture\":" + picture + "}");
            assertTrue(Notices.read("front", json).picture().isEmpty(), picture);
        }
    }

    @Test
    void makesACompleteEventOfWhatAnotherProgramWrote() throws IOException {
        Notice notice = Notices.read("front", "{\"type\":\"org.example.alarm\",\"severity\":\"high\",\"data\":[1]}");
        Map<String, Object> json = JSON.std.mapFrom(new CloudEventJson(notice, LINKS).bytes(true));
        assertEquals("events-0-0", json.get("id"), "its place in the log");
        assertEquals("1.0", json.get("specversion"));
        assertEquals("/streams/front", json.get("source"));
        assertEquals("high", json.get("severity"));
        assertEquals("1970-01-01T00:00:01Z", json.get("time"));
    }

    @Test
    void refusesWhatIsNoEvent() {
        for (String json : new String[] {
            "",
            "null",
            "[]",
            "7",
            "{}",
            "{\"type\":7}",
            "[".repeat(30_000),
            "{\"type\":\"a\",\"b\":" + "[".repeat(30_000),
            "{\"type\":\"a\",\"time\":\"soon\"}",
            "{\"type\":\"a\",\"b\":\"" + "x".repeat(70_000) + "\"}"
        }) {
            assertFalse(
                    Notices.decode("front", json).isPresent(), () -> json.substring(0, Math.min(40, json.length())));
        }
    }

    private static String text(String json) {
        return new NoticeText(Notices.read("front", json), ZoneOffset.UTC).message();
    }
}
