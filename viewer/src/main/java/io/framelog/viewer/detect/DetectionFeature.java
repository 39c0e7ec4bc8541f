package io.framelog.viewer.detect;

import io.framelog.kafka.KafkaOptions;
import io.framelog.viewer.http.Feature;
import io.framelog.viewer.kafka.KafkaHealth;
import io.framelog.viewer.kafka.RecordFilter;
import io.framelog.viewer.metrics.Meters;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;

/** Finds motion in streams and writes events, on a thread of its own. */
public final class DetectionFeature implements Feature {
    /** The usual consumer group. */
    public static final String GROUP = "framelog-detect";

    private static final Duration CLOSE_LIMIT = Duration.ofSeconds(3);

    private final DetectionCounters counters = new DetectionCounters();
    private final DetectionConfig config;
    private final DetectionGroup member;
    private final Thread thread;

    /**
     * Prepares a member of a group of detectors.
     *
     * @param group the name of the consumer group
     * @param health learns how Kafka answers
     */
    public DetectionFeature(
            KafkaOptions kafka, String group, StreamSettings settings, RecordFilter filter, KafkaHealth health) {
        config = settings.config();
        member = new DetectionGroup(kafka, group, settings, filter, health, counters);
        thread = new Thread(member::run, "detect");
        thread.setDaemon(true);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Meters.of(registry, counters)
                .gauge("detect.partitions", "partitions that this process watches", DetectionCounters::partitionCount)
                .gauge("detect.streams", "streams that are watched", DetectionCounters::streamCount)
                .limit(
                        "detect.streams.limit",
                        "limit of watched streams",
                        Detector.mostStreams(Runtime.getRuntime().maxMemory()))
                .counter("detect.samples", "pictures that were looked at", DetectionCounters::sampleCount)
                .counter(
                        "detect.skipped",
                        "pictures that were due, and left out because detection was behind",
                        DetectionCounters::skippedCount)
                .counter(
                        "detect.leaps",
                        "how often detection was so far behind that it continued with the newest frames",
                        DetectionCounters::leapCount)
                .counter("detect.damaged", "pictures that cannot be decoded", DetectionCounters::damagedCount)
                .gauge("detect.lag.seconds", "how far behind live detection is", DetectionCounters::lagSeconds)
                .counter("detect.decode.seconds", "time for decoding pictures", DetectionCounters::decodeSeconds)
                .counter("detect.look.seconds", "time for finding motion in them", DetectionCounters::lookSeconds)
                .counter("detect.events", "type", "motion", "events that were written", DetectionCounters::motionCount)
                .counter("detect.events", "type", "face", "events that were written", DetectionCounters::faceCount)
                .counter("detect.events", "type", "scene", "events that were written", DetectionCounters::sceneCount);
    }

    @Override
    public void start() {
        config.start();
        thread.start();
    }

    @Override
    public boolean isAlive() {
        return thread.isAlive();
    }

    @Override
    public void close() {
        config.close();
        member.stop();
        try {
            thread.join(CLOSE_LIMIT.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
