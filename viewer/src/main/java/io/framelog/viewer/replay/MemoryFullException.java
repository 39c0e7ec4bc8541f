package io.framelog.viewer.replay;

/** There is no memory for a frame now. Expected under load, so it has no stack trace. */
final class MemoryFullException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MemoryFullException() {
        super("the memory for replayed frames is full", null, false, false);
    }
}
