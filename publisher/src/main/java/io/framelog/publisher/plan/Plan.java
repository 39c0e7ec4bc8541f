package io.framelog.publisher.plan;

import io.framelog.publisher.send.TopicSettings;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What all streams need together.
 *
 * @param streams each that was measured, and those that could not be
 * @param topics what is asked for of the topics
 */
public record Plan(List<StreamNeed> streams, TopicSettings topics) {
    /** A viewer fetches the partitions of the streams that it shows: so much of what it fetches is for nothing. */
    private static final int STREAMS_OF_A_PARTITION = 4;
    /** A partition is one file on one disk, which others read, too. */
    private static final double BYTES_PER_SECOND_OF_A_PARTITION = 10e6;
    /** What is kept where nothing is asked for. */
    private static final Duration USUAL_RETENTION = Duration.ofHours(1);

    /** Bytes of frames a second. */
    public double bytesPerSecond() {
        return streams.stream().mapToDouble(StreamNeed::bytesPerSecond).sum();
    }

    /** How many partitions the topic of frames should have; at least as many as it gets by default. */
    public int partitions() {
        double forStreams = Math.ceil((double) streams.size() / STREAMS_OF_A_PARTITION);
        double forBytes = Math.ceil(bytesPerSecond() / BYTES_PER_SECOND_OF_A_PARTITION);
        return Math.max(TopicSettings.DEFAULT_PARTITIONS, (int) Math.max(forStreams, forBytes));
    }

    /** For how long frames are kept; empty if only a number of bytes limits it. */
    public Optional<Duration> retention() {
        return topics.retention()
                .or(() -> topics.retentionBytes().isPresent() ? Optional.empty() : Optional.of(USUAL_RETENTION));
    }

    /** The bytes that one copy of the frames needs on disks. */
    public double diskBytes() {
        double limit = topics.retentionBytes().isPresent()
                ? (double) topics.retentionBytes().getAsLong()
                : Double.POSITIVE_INFINITY;
        return retention()
                .map(time -> Math.min(limit, bytesPerSecond() * time.toSeconds()))
                .orElse(limit);
    }

    /** For how many seconds the frames are kept that a number of bytes limits; empty if the time is the limit. */
    public OptionalDouble secondsKept() {
        double seconds = diskBytes() / bytesPerSecond();
        boolean byBytes =
                retention().map(time -> seconds < time.toSeconds() - 1.0).orElse(true);
        return byBytes && bytesPerSecond() > 0 ? OptionalDouble.of(seconds) : OptionalDouble.empty();
    }

    /** How many streams could not be measured. */
    public long unknown() {
        return streams.stream().filter(stream -> stream.fault().isPresent()).count();
    }
}
