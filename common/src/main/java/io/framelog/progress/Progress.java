package io.framelog.progress;

/** The progress of a long command. Called on the display's thread. */
public interface Progress {
    /** Whether there is anything to show yet. */
    boolean hasBegun();

    /** How many seconds of the video are finished. */
    long seconds();

    /** How many seconds that took. */
    double elapsed();

    /** Further figures, such as "150 frames". */
    String figures();
}
