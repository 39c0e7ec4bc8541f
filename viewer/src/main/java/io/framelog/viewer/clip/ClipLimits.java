package io.framelog.viewer.clip;

import java.time.Duration;

/**
 * What clients may ask of a viewer.
 *
 * @param length the longest clip
 * @param atATime how many clips may be made at a time: each keeps a core busy while its client takes what is made
 * @param pause how long a client may take nothing: a player that is paused does, and keeps its place among the clips
 */
public record ClipLimits(Duration length, int atATime, Duration pause) {
    /** Enough for what happened; longer ones are for {@code viewer export}. */
    public static final Duration DEFAULT_LENGTH = Duration.ofMinutes(10);
    /** What the live streams of a small machine can stand beside them: they want little, but often. */
    public static final int DEFAULT_AT_A_TIME = 2;
    /** Long enough for someone who pauses a video to look at something, and comes back to it. */
    public static final Duration DEFAULT_PAUSE = Duration.ofMinutes(5);

    /** What holds where nothing else is said. */
    public static final ClipLimits DEFAULT = new ClipLimits(DEFAULT_LENGTH, DEFAULT_AT_A_TIME, DEFAULT_PAUSE);
}
