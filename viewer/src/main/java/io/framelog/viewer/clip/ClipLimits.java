package io.framelog.viewer.clip;

import java.time.Duration;

/**
 * Limits for clips by HTTP.
 *
 * @param length of a clip
 * @param atATime how many clips are made at a time: each keeps a core busy
 * @param pause how long a client may stall, such as a paused player; it keeps its slot for so long, unless another client
 *     needs it
 */
public record ClipLimits(Duration length, int atATime, Duration pause) {
    /** Enough for an incident; {@code viewer export} makes longer ones. */
    public static final Duration DEFAULT_LENGTH = Duration.ofMinutes(10);
    /** Leaves a small machine enough for its live streams. */
    public static final int DEFAULT_AT_A_TIME = 2;
    /** Long enough to pause a video and look at something. */
    public static final Duration DEFAULT_PAUSE = Duration.ofMinutes(5);

    /** After so long, a client that takes nothing loses its slot if another one needs it. */
    static final Duration GIVES_WAY_AFTER = Duration.ofSeconds(10);

    /** The default limits. */
    public static final ClipLimits DEFAULT = new ClipLimits(DEFAULT_LENGTH, DEFAULT_AT_A_TIME, DEFAULT_PAUSE);
}
