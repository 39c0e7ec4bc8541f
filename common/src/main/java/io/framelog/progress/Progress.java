package io.framelog.progress;

/** How far something is that takes long. Asked from a thread of the display's. */
public interface Progress {
    /** Whether anything is done yet. */
    boolean hasBegun();

    /** How many seconds of the video are done. */
    long seconds();

    /** How many seconds that has taken. */
    double elapsed();

    /** What people want to know besides: "150 frames". */
    String figures();
}
