package io.framelog.publisher.send;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Which partitions know a producer. The streams that share it begin one at a time in those that do not, see
 * {@link SendWindow}. Thread-safe.
 */
final class FirstFrames {
    private final Semaphore turn = new Semaphore(1, true);
    private final Set<Integer> known = ConcurrentHashMap.newKeySet();

    /**
     * Waits for the turn to send a frame into a partition that does not know the producer.
     *
     * @return false if it knows it, so that there is nothing to wait for
     */
    boolean awaitTurn(int partition) throws InterruptedException {
        if (known.contains(partition)) {
            return false;
        }
        turn.acquire();
        if (known.contains(partition)) { // by the stream that had the turn before
            turn.release();
            return false;
        }
        return true;
    }

    /** The turn is over. To be called once for each turn. */
    void endTurn() {
        turn.release();
    }

    /** A partition has taken a frame. */
    void taken(int partition) {
        known.add(partition);
    }
}
