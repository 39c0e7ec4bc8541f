package io.framelog.viewer.notify;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.event.EventTopic;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Events as records of the log have them. */
public final class Notices {
    private Notices() {}

    /** The beginning of any JPEG, which is enough here. */
    public static byte[] picture() {
        return new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 1, 2, 3};
    }

    /** An event with data, in JSON. */
    public static String json(String id, String type, Instant time, String data) {
        return "{\"specversion\":\"1.0\",\"id\":\"" + id + "\",\"source\":\"/streams/front\",\"type\":\"io.framelog."
                + type + "\",\"time\":\"" + time + "\",\"data\":" + data + "}";
    }

    /** The beginning of motion, in JSON. */
    public static String motionBegan(String event, Instant time) {
        return json(
                event + "-began",
                "motion",
                time,
                "{\"phase\":\"began\",\"event\":\"" + event + "\",\"zones\":[\"door\"],\"first\":{\"partition\":3,"
                        + "\"offset\":12310},\"partition\":3,\"offset\":12345}");
    }

    /** Any event of motion with this id, in JSON. */
    public static String motion(String id, Instant time) {
        return json(id, "motion", time, "{\"phase\":\"began\"}");
    }

    /** The same, found in a search of the past. */
    public static String past(String id, Instant time) {
        return json(id, "motion", time, "{\"phase\":\"began\",\"past\":true}");
    }

    /** The end of motion with a picture, in JSON. */
    public static String motionEnded(String event, Instant from, Instant until) {
        return json(
                event + "-ended",
                "motion",
                until,
                "{\"phase\":\"ended\",\"event\":\"" + event + "\",\"from\":\"" + from + "\",\"until\":\"" + until
                        + "\",\"picture\":\"data:image/jpeg;base64,"
                        + Base64.getEncoder().encodeToString(picture()) + "\"}");
    }

    /** An event without data, of the publisher's types. */
    public static String stream(String id, String type, Instant time) {
        return json(id, "stream." + type, time, "{\"reason\":\"the cable\"}");
    }

    /** Decodes an event of a stream. */
    public static Notice read(String stream, String json) {
        return decode(stream, json).orElseThrow();
    }

    static Optional<Notice> decode(String stream, String json) {
        return new NoticeDecoder(new EventTopic("events")).decode(record(0, stream, json));
    }

    static ConsumerRecord<byte[], byte[]> record(long offset, String stream, String json) {
        return new ConsumerRecord<>(
                "events",
                0,
                offset,
                1_000,
                TimestampType.CREATE_TIME,
                0,
                0,
                stream.getBytes(UTF_8),
                json.getBytes(UTF_8),
                new RecordHeaders(),
                Optional.empty());
    }
}
