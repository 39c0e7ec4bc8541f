package io.framelog.viewer.replay;

import io.framelog.viewer.part.Part;
import java.util.Map;

/** What a player needs of the replay around it. Called on the event loop's thread. */
interface PlayerHost {
    /** The time, as {@link System#nanoTime()}. */
    long now();

    /** Has {@link Player#run()} called at a time by {@link #now()}. */
    void wakeAt(long nanos);

    /** Shows a frame to the client. The host must release it. */
    void show(Part part, long nowNanos);

    /** Whether the client has begun to get the frame that was shown last. */
    boolean isSent();

    /** Ends the connection as soon as the client has received what it was sent. */
    void finish();

    /** From now on the host passes each live frame to {@link Player#receive}. */
    void joinLive();

    /** Ends what {@link #joinLive} began. */
    void leaveLive();

    /** Whether the viewer receives every frame from these offsets on. */
    boolean isReceived(Map<Integer, Long> offsets);

    /** Moves the client to the joined live stream. */
    void handOver();

    /** The player is in a final state. Called once. */
    void closed();
}
