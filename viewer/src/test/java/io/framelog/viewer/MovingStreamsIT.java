package io.framelog.viewer;

import io.framelog.testing.KafkaExtension;
import io.framelog.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** {@code /streams} says where something moves, by the events of any program. */
@ExtendWith(KafkaExtension.class)
@Timeout(90)
class MovingStreamsIT {
    private static final String BEGAN =
            "{\"type\":\"io.framelog.motion\",\"id\":\"7-began\",\"time\":\"%s\",\"data\":{\"phase\":\"began\"}}";
    private static final String ENDED =
            "{\"type\":\"io.framelog.motion\",\"id\":\"7-ended\",\"data\":{\"phase\":\"ended\"}}";

    private final String server;
    private final String topic;
    private final Producer topics;
    private final EventWriter events;

    MovingStreamsIT(TestKafka kafka) {
        server = kafka.bootstrapServer();
        topic = kafka.uniqueName("frames");
        topics = new Producer(server, topic);
        events = new EventWriter(server, topic);
    }

    @BeforeEach
    void send() throws Exception {
        topics.createTopic(1);
        var unusedFront = topics.send("front", new Visit(0, 0).picture(0));
        var unusedBack = topics.send("back", new Visit(0, 0).picture(0));
    }

    @AfterEach
    void close() {
        events.close();
        topics.close();
    }

    private static String began(Duration ago) {
        return BEGAN.formatted(Instant.now().minus(ago));
    }

    @Test
    void aStreamMovesFromTheBeginningOfAnEventToItsEnd() throws Exception {
        events.createTopic(2);
        events.writeRaw("front", began(Duration.ofMinutes(2)));
        events.writeRaw("back", began(Duration.ofMinutes(20)));
        try (RunningViewer viewer = new RunningViewer(server, topic)) {
            viewer.awaitStream("front", "motion", true);
            viewer.awaitStream("back", "motion", "");

            for (String hostile : new String[] {"no event", "{}", "[1]", "{\"type\":\"io.framelog.motion\"}"}) {
                events.writeRaw("front", hostile);
            }
            events.writeRaw("back", began(Duration.ZERO));
            viewer.awaitStream("back", "motion", true);
            viewer.awaitStream("front", "motion", true);

            events.writeRaw("front", ENDED);
            viewer.awaitStream("front", "motion", "");
            viewer.awaitStream("back", "motion", true);
        }
    }

    @Test
    void theTopicOfEventsMayComeLaterAndAgain() throws Exception {
        try (RunningViewer viewer = new RunningViewer(server, topic)) {
            viewer.awaitStream("front", "name", "front");
            events.createTopic(1);
            events.writeRaw("front", began(Duration.ZERO));
            viewer.awaitStream("front", "motion", true);

            events.deleteTopic();
            viewer.awaitStream("front", "motion", "");
        }
    }
}
