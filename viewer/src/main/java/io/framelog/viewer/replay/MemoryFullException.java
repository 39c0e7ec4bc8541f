package io.framelog.viewer.replay;

import io.framelog.viewer.history.HistoryException;

/** Says that the memory for replayed frames is full. */
final class MemoryFullException extends HistoryException {
    private static final long serialVersionUID = 1;

    MemoryFullException() {
        super(Reason.OVERLOADED, "the memory for replayed frames is full");
    }
}
