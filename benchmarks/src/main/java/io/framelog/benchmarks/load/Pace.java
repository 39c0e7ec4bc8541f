package io.framelog.benchmarks.load;

/** How a client reads. */
public enum Pace {
    /** All that comes, at once. */
    FULL,
    /** {@value #SLOW_BYTES_PER_SECOND} bytes per second. */
    SLOW,
    /** 4 KiB, and then nothing. */
    STALLED;

    /** How much a slow client reads. */
    public static final int SLOW_BYTES_PER_SECOND = 200_000;
}
