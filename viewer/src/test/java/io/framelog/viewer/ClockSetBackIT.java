package io.framelog.viewer;

import static io.framelog.viewer.FilmedStream.numbersToTheEnd;
import static io.framelog.viewer.FilmedStream.range;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import io.framelog.viewer.testing.MjpegClient;
import io.framelog.viewer.testing.Recording;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipInputStream;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A stream whose clock was set back while it ran, as NTP does: from frame 150 on, the times of frames 50 to 199 come
 * again.
 */
@Timeout(60)
@ExtendWith(KafkaExtension.class)
class ClockSetBackIT {
    private static final int FRAMES = 300;
    private static final int SET_BACK_AT = 150;
    private static final int BY = 100;

    private final FilmedStream front;
    private List<RecordMetadata> places = List.of();

    ClockSetBackIT(TestKafka kafka) throws Exception {
        front = new FilmedStream(kafka);
    }

    @BeforeEach
    void write() throws Exception {
        for (int i = 0; i < FRAMES; i++) {
            front.recording()
                    .write(
                            FilmedStream.PARTITION,
                            "front",
                            Recording.image(i, 64),
                            front.time(i < SET_BACK_AT ? i : i - BY));
        }
        places = front.recording().flush();
        front.viewer().awaitStream("front", "name", "front");
    }

    @AfterEach
    void losesNoMemory() {
        front.close();
    }

    @Test
    void losesNoFrameOfAReplayOrClip() throws Exception {
        try (MjpegClient replay = front.replay("from=earliest&speed=2&to=" + position(FRAMES - 1))) {
            assertEquals(range(0, FRAMES - 1), numbersToTheEnd(replay));
        }
        assertEquals(range(0, FRAMES - 1), clip("from=earliest&to=" + position(FRAMES - 1)));
    }

    @Test
    void findsTheFirstOfTwoTimesThatAreTheSame() throws Exception {
        assertEquals(100, frame(Long.toString(front.millis(100))));
        assertEquals(range(100, 110), clip("from=" + front.millis(100) + "&to=" + front.millis(110)));
        try (MjpegClient replay = front.replay("from=" + front.millis(100) + "&to=" + front.millis(110))) {
            assertEquals(range(100, 110), numbersToTheEnd(replay));
        }
    }

    @Test
    void findsTheSecondOneByItsPosition() throws Exception {
        assertEquals(200, frame(position(200)));
        assertEquals(range(200, 210), clip("from=" + position(200) + "&to=" + position(210)));
    }

    @Test
    void countsBothInTheTimeline() throws Exception {
        Map<String, Object> timeline = front.viewer()
                .json("/streams/front/timeline?from=" + front.millis(0) + "&to=" + front.millis(200) + "&buckets=4");
        assertEquals(List.of(50L, 100L, 100L, 50L), TimelineJson.frames(TimelineJson.buckets(timeline)));
        assertEquals(List.of(), TimelineJson.joinedGaps(TimelineJson.buckets(timeline)));
    }

    private String position(int number) {
        return FilmedStream.PARTITION + "@" + places.get(number).offset();
    }

    private int frame(String moment) throws Exception {
        return Recording.number(
                front.viewer().get("/streams/front.jpg?at=" + moment).body());
    }

    private List<Integer> clip(String query) throws Exception {
        List<Integer> numbers = new ArrayList<>();
        byte[] zip = front.viewer().get("/streams/front.zip?" + query).body();
        try (ZipInputStream entries = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (var entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                if (entry.getName().endsWith(".jpg")) {
                    numbers.add(Recording.number(entries.readAllBytes()));
                }
            }
        }
        return numbers;
    }
}
