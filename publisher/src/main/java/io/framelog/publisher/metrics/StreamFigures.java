package io.framelog.publisher.metrics;

import io.framelog.frame.StreamName;
import io.framelog.latency.LatencyBuckets;
import io.framelog.publisher.progress.PublishStats;

/**
 * What a stream does at a moment.
 *
 * @param stats the counters of its run
 * @param latency the times from capture to acknowledgement in its run
 * @param up whether the source delivers
 * @param queuedFrames frames that wait to be sent
 * @param queuedBytes bytes of these
 * @param unacknowledgedFrames frames that Kafka has not answered yet
 */
public record StreamFigures(
        StreamName stream,
        PublishStats stats,
        LatencyBuckets latency,
        boolean up,
        Level queuedFrames,
        Level queuedBytes,
        Level unacknowledgedFrames) {
    /** How much of something is used, and its limit. */
    public record Level(long used, long limit) {}
}
