package io.framelog.publisher.mjpeg;

import java.io.IOException;

/** The bytes of an answer. For one thread. */
interface Body {
    /** No bytes. */
    Body EMPTY = new Body() {
        @Override
        public int read(byte[] target, int offset, int length) {
            return -1;
        }

        @Override
        public boolean isWhole() {
            return true;
        }
    };

    /** Reads at least one byte, or returns -1 at the end. */
    int read(byte[] target, int offset, int length) throws IOException;

    /** Whether the end was told by the server, and is not just that of the connection. */
    boolean isWhole();
}
