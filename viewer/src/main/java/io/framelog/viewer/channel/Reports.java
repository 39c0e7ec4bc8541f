package io.framelog.viewer.channel;

import java.util.HashMap;
import java.util.Map;

/**
 * What a window has reported and the fan-out thread has not read yet. That thread is not woken for each report, which
 * would cost as much as a frame, but only if it waits for one. Thread-safe.
 */
final class Reports {
    private Map<Integer, Long> unread = Map.of();
    private boolean awaited;

    /**
     * Adds a report. For the thread that reads the window's connection.
     *
     * @param counts how many frames of each picture the window has handled
     * @return whether the fan-out thread should read it now
     */
    synchronized boolean add(Map<Integer, Long> counts) {
        Map<Integer, Long> all = counts;
        if (!counts.keySet().containsAll(unread.keySet())) {
            all = new HashMap<>(unread);
            all.putAll(counts);
        }
        unread = all;
        return awaited || all.size() > MessageReader.MAX_PICTURES;
    }

    /** Takes what was not read yet. */
    synchronized Map<Integer, Long> take() {
        Map<Integer, Long> taken = unread;
        unread = Map.of();
        awaited = false;
        return taken;
    }

    /** Has the next report tell that it is awaited. The caller must then look again whether one has come. */
    synchronized void await() {
        awaited = true;
    }

    /** Whether there is nothing to take. */
    synchronized boolean isEmpty() {
        return unread.isEmpty();
    }
}
