package io.framelog.viewer.clip;

import java.io.IOException;

/** Says that a client took no more of its answer: it went away, or stood still. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1;

    ClientGoneException(IOException cause) {
        super(cause);
    }
}
