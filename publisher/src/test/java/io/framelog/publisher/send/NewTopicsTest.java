package io.framelog.publisher.send;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class NewTopicsTest {
    private static final String MIN = "min.insync.replicas";
    private static final short BROKERS_DEFAULT = -1;
    private static final TopicSettings NOTHING =
            new TopicSettings(Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), OptionalInt.empty());

    @Test
    void threeBrokersKeepThreeCopiesOfWhichOneMayBeMissing() {
        NewTopics topics = new NewTopics(NOTHING, 3);
        for (NewTopic topic : new NewTopic[] {topics.frames("f"), topics.status("s"), topics.events("e")}) {
            assertEquals(3, topic.replicationFactor(), topic.name());
            assertEquals("2", topic.configs().get(MIN), topic.name());
        }
    }

    @Test
    void fewerBrokersDoWhatTheyAreSetTo() {
        NewTopic frames = new NewTopics(NOTHING, 2).frames("f");
        assertEquals(BROKERS_DEFAULT, frames.replicationFactor());
        assertFalse(frames.configs().containsKey(MIN));
    }

    @Test
    void fewCopiesNeedNoSecondOne() {
        TopicSettings two =
                new TopicSettings(Optional.empty(), OptionalLong.empty(), OptionalInt.empty(), OptionalInt.of(2));
        NewTopic frames = new NewTopics(two, 3).frames("f");
        assertEquals(2, frames.replicationFactor());
        assertEquals("1", frames.configs().get(MIN));
    }

    @Test
    void theOnlyLimitThatIsGivenCounts() {
        assertEquals(Map.of("ms", "3600000", "bytes", "4294967296"), limits(NOTHING));
        assertEquals(
                Map.of("ms", "86400000", "bytes", "-1"),
                limits(new TopicSettings(
                        Optional.of(Duration.ofDays(1)),
                        OptionalLong.empty(),
                        OptionalInt.empty(),
                        OptionalInt.empty())));
        assertEquals(
                Map.of("ms", "-1", "bytes", "1000"),
                limits(new TopicSettings(
                        Optional.empty(), OptionalLong.of(4_000), OptionalInt.of(4), OptionalInt.empty())));
    }

    private static Map<String, String> limits(TopicSettings settings) {
        Map<String, String> configs = new NewTopics(settings, 1).frames("f").configs();
        return Map.of("ms", configs.get("retention.ms"), "bytes", configs.get("retention.bytes"));
    }
}
