package io.framelog.publisher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.framelog.event.EventType;
import io.framelog.event.StreamEvent;
import io.framelog.frame.Frame;
import io.framelog.testing.KafkaExtension;
import io.framelog.testing.ServiceProcess;
import io.framelog.testing.TestKafka;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A real RTSP server that comes and goes, as the topics show it. */
@ExtendWith(KafkaExtension.class)
@Timeout(180)
class RtspCameraIT {
    private static final Duration LOST_WITHIN = Duration.ofSeconds(5);
    private static final Duration SILENCE_TOLD_WITHIN = Duration.ofSeconds(10);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(2);

    /** Longer than the pauses between attempts need to grow. */
    private static final Duration OUTAGE = Duration.ofSeconds(9);

    private final TestKafka kafka;
    private final String topic;

    RtspCameraIT(TestKafka kafka) {
        this.kafka = kafka;
        topic = kafka.uniqueName("rtsp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jpeg", "h264"})
    void killedCameraIsLostWithinSecondsAndShownSoonAfterItsReturn(String codec) throws Exception {
        try (RtspCamera camera = new RtspCamera(codec);
                ServiceProcess publisher = publish(camera)) {
            publisher.awaitLine("created the topic " + topic + "-events");
            awaitFrames(Instant.now(), Duration.ofSeconds(1));
            Instant killed = Instant.now();
            camera.kill();
            publisher.awaitLine("trying to open it again");
            Thread.sleep(OUTAGE.toMillis());
            camera.restart();
            Instant restarted = Instant.now();
            publisher.awaitLine("is back after");

            assertWithin(BACK_WITHIN, restarted, firstFrame(restarted));
            assertTold(killed, LOST_WITHIN, "127.0.0.1");
        }
    }

    @Test
    void silentCameraIsLostWithinTenSecondsAndShownSoonAfterItsReturn() throws Exception {
        try (RtspCamera camera = new RtspCamera("jpeg");
                ServiceProcess publisher = publish(camera)) {
            publisher.awaitLine("created the topic " + topic + "-events");
            awaitFrames(Instant.now(), Duration.ofSeconds(6));
            Instant silent = Instant.now();
            camera.hang();
            publisher.awaitLine("trying to open it again");
            Thread.sleep(OUTAGE.toMillis());
            camera.goOn();
            Instant returned = Instant.now();
            publisher.awaitLine("is back after");

            assertWithin(BACK_WITHIN, returned, firstFrame(returned));
            assertTold(silent, SILENCE_TOLD_WITHIN, "has delivered nothing for 9 s");
        }
    }

    private void assertTold(Instant fault, Duration limit, String reason) {
        List<StreamEvent> events = EventReader.readUntil(kafka.bootstrapServer(), topic, read -> read.size() >= 3);
        assertEquals(
                List.of(EventType.STARTED, EventType.LOST, EventType.RECOVERED),
                events.stream().map(StreamEvent::type).toList());
        assertTrue(events.get(1).reason().contains(reason), events.get(1).reason());
        assertWithin(limit, fault, events.get(1).time());
    }

    private static void assertWithin(Duration limit, Instant begin, Instant end) {
        Duration taken = Duration.between(begin, end);
        assertTrue(taken.compareTo(limit) < 0, "it took " + taken);
    }

    /** Waits until frames were captured so long after a moment. */
    private void awaitFrames(Instant begin, Duration length) {
        Instant wanted = begin.plus(length);
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            reader.readUntil(
                    frames -> frames.stream().anyMatch(frame -> captured(frame).isAfter(wanted)));
        }
    }

    private Instant firstFrame(Instant after) {
        try (TopicReader reader = new TopicReader(kafka.bootstrapServer(), topic)) {
            return captured(
                    reader
                            .readUntil(frames -> frames.stream()
                                    .anyMatch(frame -> captured(frame).isAfter(after)))
                            .stream()
                            .filter(frame -> captured(frame).isAfter(after))
                            .findFirst()
                            .orElseThrow());
        }
    }

    private static Instant captured(Frame frame) {
        return Instant.ofEpochSecond(0, frame.capturedMicros() * 1000);
    }

    private ServiceProcess publish(RtspCamera camera) {
        Map<String, String> environment =
                Map.of("FRAMELOG_BOOTSTRAP_SERVER", kafka.bootstrapServer(), "FRAMELOG_TOPIC", topic);
        return ServiceProcess.start("publisher", environment, "--url", camera.url());
    }
}
