package io.framelog.publisher.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import io.framelog.publisher.send.TopicSettings;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final StreamNeed FRONT = need("front", 25, 100_000);
    private static final StreamNeed GATE = StreamNeed.unknown(new StreamName("gate"), "gate is closed");

    @Test
    void tableHasEachStreamTheSumAndWhatItNeeds() {
        assertEquals(
                """
                stream      size            fps  KB a frame     MB/s  GB a day
                front       1280x720       25.0       100.0     2.50     216.0
                gate        gate is closed
                2 streams                                       2.50     216.0

                partitions: 8
                disk: 216.0 GB for one copy (1d), 432.0 GB for 2 replicas""",
                String.join(
                        "\n",
                        PlanTable.of(new Plan(
                                List.of(FRONT, GATE),
                                topics(Optional.of(Duration.ofDays(1)), OptionalLong.empty(), OptionalInt.of(2))))));
    }

    @Test
    void aNumberOfBytesTellsHowMuchTimeFitsIntoIt() {
        OptionalLong tenHours = OptionalLong.of(90_000_000_000L);
        Plan bytesOnly = plan(Optional.empty(), tenHours);
        assertEquals(90e9, bytesOnly.diskBytes());
        assertEquals(OptionalDouble.of(36_000), bytesOnly.secondsKept());

        assertEquals(
                OptionalDouble.of(36_000),
                plan(Optional.of(Duration.ofDays(1)), tenHours).secondsKept());
        Plan oneHour = plan(Optional.of(Duration.ofHours(1)), tenHours);
        assertEquals(OptionalDouble.empty(), oneHour.secondsKept(), "the time is over first");
        assertEquals(9e9, oneHour.diskBytes());
    }

    @Test
    void partitionsGrowWithStreamsAndBytes() {
        assertEquals(8, plan(Optional.empty(), OptionalLong.empty()).partitions());
        assertEquals(25, new Plan(Collections.nCopies(100, need("a", 1, 1)), nothing()).partitions());
        assertEquals(12, new Plan(List.of(need("a", 30, 4_000_000)), nothing()).partitions());
    }

    @Test
    void jsonHasPlainNumbers() {
        assertEquals(
                "{\"streams\":[{\"stream\":\"front\",\"width\":1280,\"height\":720,\"framesPerSecond\":25.0,"
                        + "\"bytesPerFrame\":100000,\"bytesPerSecond\":2500000,\"bytesPerDay\":216000000000},"
                        + "{\"stream\":\"gate\",\"fault\":\"gate is closed\"}],\"bytesPerSecond\":2500000,"
                        + "\"bytesPerDay\":216000000000,\"partitions\":8,\"retentionSeconds\":3600,"
                        + "\"diskBytes\":9000000000}",
                PlanJson.of(new Plan(List.of(FRONT, GATE), nothing())));
    }

    private static Plan plan(Optional<Duration> retention, OptionalLong bytes) {
        return new Plan(List.of(FRONT), topics(retention, bytes, OptionalInt.empty()));
    }

    private static TopicSettings nothing() {
        return topics(Optional.empty(), OptionalLong.empty(), OptionalInt.empty());
    }

    private static TopicSettings topics(Optional<Duration> retention, OptionalLong bytes, OptionalInt replicas) {
        return new TopicSettings(retention, bytes, OptionalInt.empty(), replicas);
    }

    private static StreamNeed need(String name, double fps, double bytes) {
        return new StreamNeed(
                new StreamName(name), Optional.of(new ImageSize(1280, 720)), fps, bytes, Optional.empty());
    }
}
