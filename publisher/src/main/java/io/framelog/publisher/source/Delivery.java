package io.framelog.publisher.source;

import java.util.Set;
import java.util.concurrent.TimeUnit;

/** How a source delivers its pictures. */
enum Delivery {
    /** As fast as they are read. */
    FILE,
    /** Each at its time, by a network. */
    STREAM,
    /** Seconds of them at once, when a piece of the stream is complete. */
    SEGMENTS,
    /** Each at its time, by a device that is polled. */
    DEVICE;

    /** FFmpeg's formats that consist of pieces. */
    private static final Set<String> SEGMENTED = Set.of("hls", "dash");

    /** A segment that is read again goes back by less, in microseconds; a clock that was set back by more. */
    static final long LONGEST_REPETITION = TimeUnit.SECONDS.toMicros(30);

    /** FFmpeg uses the same limit for formats such as MPEG-TS, whose files are joined and cut as they are. */
    private static final long GAP_WHERE_TIMES_LEAP = TimeUnit.SECONDS.toMicros(10);
    /** In other files a gap may be meant: recordings of a screen have no picture while nothing changes. */
    private static final long GAP_OF_A_FILE = TimeUnit.SECONDS.toMicros(60);
    /** Waiting for a piece that was missed would make the next one late. */
    private static final long GAP_BETWEEN_SEGMENTS = TimeUnit.SECONDS.toMicros(2);

    /** How a live stream of this format of FFmpeg is delivered. */
    static Delivery ofLive(String format) {
        return SEGMENTED.contains(format) ? SEGMENTS : STREAM;
    }

    /**
     * A longer time between two pictures, in microseconds, is a leap of the source's clock.
     *
     * @param mayLeap whether the format's times may leap
     */
    long longestGap(boolean mayLeap) {
        if (this == SEGMENTS) {
            return GAP_BETWEEN_SEGMENTS;
        }
        return mayLeap ? GAP_WHERE_TIMES_LEAP : GAP_OF_A_FILE;
    }
}
