package io.framelog.viewer.replay;

/** Says that there is no memory for a frame now. It is an answer, not a fault: it has no stack trace. */
final class MemoryFullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MemoryFullException() {
        super("the memory for replayed frames is full", null, false, false);
    }
}
