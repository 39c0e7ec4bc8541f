package io.framelog.viewer.live;

/** Gives watchers their frames. All methods are called on the fan-out thread. */
public interface Feed {
    /** A watcher begins, or moves here from another feed. */
    void add(Watcher watcher);

    /** A watcher can take more: offers it the frame that it is due and does not have. Called regularly, too. */
    void catchUp(Watcher watcher);

    /** Whether the feed shows one still picture, and nothing after it. */
    default boolean isStill() {
        return false;
    }

    /** A watcher has ended. */
    void remove(Watcher watcher);
}
