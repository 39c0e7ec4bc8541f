package io.framelog.benchmarks.replay;

import io.framelog.frame.StreamName;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * Streams that lie in one partition of a topic, filmed at the same time.
 *
 * @param beginMillis when they begin, milliseconds since the epoch
 * @param frameBytes of the average frame
 */
record Recording(
        String topic, int partition, List<StreamName> streams, long beginMillis, Duration length, int frameBytes) {
    static final int FRAMES_PER_SECOND = 30;
    static final int WIDTH = 640;
    static final int HEIGHT = 480;

    /** A stream and a time at which it has frames. */
    record Moment(StreamName stream, long millis) {}

    long framesPerStream() {
        return length.toMillis() * FRAMES_PER_SECOND / 1000;
    }

    /** The last millisecond of its beginning. */
    long endMillis(Duration beginning) {
        return beginMillis + beginning.toMillis() - 1;
    }

    /** How many frames the first stream has in its beginning. */
    long framesUntil(Duration beginning) {
        return LongStream.range(0, framesPerStream())
                .takeWhile(number -> capturedMicros(number, 0) <= 1000 * endMillis(beginning))
                .count();
    }

    /** A length, or this one where that is shorter. */
    Duration atMost(Duration wanted) {
        return wanted.compareTo(length) < 0 ? wanted : length;
    }

    /** When frame n of a stream was captured, microseconds since the epoch: the cameras take turns. */
    long capturedMicros(long number, int stream) {
        long turns = number * streams.size() + stream;
        return 1000 * beginMillis + turns * 1_000_000 / ((long) FRAMES_PER_SECOND * streams.size());
    }

    /** Whether a frame of that time is the one before a moment or the one behind it. */
    boolean isAt(Moment moment, long capturedMicros) {
        return Math.abs(capturedMicros - 1000 * moment.millis()) <= 1_000_000 / FRAMES_PER_SECOND;
    }

    /**
     * Any stream, at any time.
     *
     * @param behind how much is to follow; where the recording is shorter than that, the moment is its begin
     */
    Moment random(SplittableRandom random, Duration behind) {
        long room = Math.max(1, length.minus(behind).toMillis());
        return new Moment(streams.get(random.nextInt(streams.size())), beginMillis + random.nextLong(room));
    }
}
