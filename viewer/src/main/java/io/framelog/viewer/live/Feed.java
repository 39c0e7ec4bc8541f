package io.framelog.viewer.live;

/** Where watchers get their frames from. All on the fan-out thread. */
public interface Feed {
    /** A watcher begins, or comes over from another feed. */
    void add(Watcher watcher);

    /** A watcher can take more: gives it what it is due and does not have. */
    void catchUp(Watcher watcher);

    /** Whether nothing comes any more after what a watcher has. */
    default boolean isStill() {
        return false;
    }

    /** A watcher has ended. */
    void remove(Watcher watcher);

    /** Looks after watchers that neither take nor say anything; now and then. */
    void lookAfter(long nowNanos);

    /** Ends every watcher. */
    void end();
}
