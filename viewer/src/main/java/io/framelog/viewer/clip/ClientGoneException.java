package io.framelog.viewer.clip;

import java.io.IOException;

/** Says that a client left, or stalled, before it received the whole answer. */
final class ClientGoneException extends IOException {
    private static final long serialVersionUID = 1;

    ClientGoneException(IOException cause) {
        super(cause);
    }
}
