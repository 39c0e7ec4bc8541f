package io.framelog.benchmarks.replay;

import io.framelog.cli.CommandFailure;
import io.framelog.cli.ExitCode;
import java.time.Duration;

/**
 * How long a recording may be where the disk is small.
 *
 * @param usableBytes free where the broker has its data
 */
record DiskRoom(long usableBytes) {
    /** Left for all else on the machine. */
    private static final long RESERVE = 8_000_000_000L;
    /** What Kafka adds to a frame: the batch's head, the record's, key and headers. */
    private static final int OVERHEAD = 250;

    private static final Duration LEAST = Duration.ofSeconds(1);

    /**
     * As long as asked for, or as there is room for.
     *
     * @param streams of {@link Recorder#FRAME_BYTES} each
     * @throws CommandFailure if there is room for nothing
     */
    Duration length(Duration asked, int streams) {
        long bytesPerSecond = (long) streams * Recording.FRAMES_PER_SECOND * (Recorder.FRAME_BYTES + OVERHEAD);
        Duration possible = Duration.ofSeconds(Math.max(0, usableBytes - RESERVE) / bytesPerSecond);
        if (possible.compareTo(LEAST) < 0) {
            throw new CommandFailure(
                    ExitCode.UNEXPECTED,
                    "the broker's disk has " + usableBytes / 1_000_000 + " MB free, of which " + RESERVE / 1_000_000
                            + " are to be left");
        }
        return asked.compareTo(possible) < 0 ? asked : possible;
    }
}
