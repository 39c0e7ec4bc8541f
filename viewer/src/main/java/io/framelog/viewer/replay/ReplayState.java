package io.framelog.viewer.replay;

import java.util.Map;
import java.util.Set;

/**
 * What a replay is doing. Only {@link Player} changes it, in one method.
 *
 * <pre>
 *              few frames wait
 *          .---------------------- AT_END
 *          v                          ^
 *     .-> READING --------------------'
 *     |    | | |   end of the log, many frames wait
 *     |    | | |
 *     |    | | '-- last requested frame is read --> DRAINING -- all is sent --> CLOSED
 *     |    | |                                         |
 *     |    | '---- speed 0: the picture is shown --> STILL
 *     |    |
 *     |    | end of the log, few frames wait
 *     |    v
 *     |   JOINING -- the receiver has all that follows --> FOLLOWING -- all is sent --> LIVE
 *     |      |                                                |
 *     '------+------- too many frames wait, or some missed ---'
 * </pre>
 *
 * Every state but LIVE may also become CLOSED: the client has gone. JOINING may become DRAINING: the log is gone.
 */
enum ReplayState {
    /** Reads the log ahead of what is shown. */
    READING,
    /** Was at the end of the log, and shows what waits before it reads on. */
    AT_END,
    /** Reads the rest of the log, and keeps the live frames that arrive meanwhile. */
    JOINING,
    /** Shows live frames; none is missing between them and what was read. */
    FOLLOWING,
    /** Has read all that was requested, and shows what waits. */
    DRAINING,
    /** Shows its one picture. */
    STILL,
    /** Has handed the client over to the live stream. */
    LIVE,
    /** Has ended. */
    CLOSED;

    private static final Map<ReplayState, Set<ReplayState>> TRANSITIONS = Map.of(
            READING, Set.of(AT_END, JOINING, DRAINING, STILL, CLOSED),
            AT_END, Set.of(READING, CLOSED),
            JOINING, Set.of(FOLLOWING, READING, DRAINING, CLOSED),
            FOLLOWING, Set.of(READING, LIVE, CLOSED),
            DRAINING, Set.of(STILL, CLOSED),
            STILL, Set.of(CLOSED),
            LIVE, Set.of(),
            CLOSED, Set.of());

    boolean canBecome(ReplayState next) {
        return TRANSITIONS.getOrDefault(this, Set.of()).contains(next);
    }

    /** Whether it reads chunks of the log. */
    boolean isReading() {
        return this == READING || this == JOINING;
    }

    /** Whether it takes frames of the live stream. */
    boolean isFollowing() {
        return this == JOINING || this == FOLLOWING;
    }

    /** Whether nothing more happens in it. */
    boolean isFinal() {
        return this == LIVE || this == CLOSED;
    }
}
