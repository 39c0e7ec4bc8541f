package io.framelog.viewer.connection;

/** Who is served on a connection: hears, from any thread, what becomes of the other side. */
public interface Client {
    /** The other side is no longer there. */
    void gone();

    /** The other side has closed its direction: it may be reading on, or be gone. */
    void saysNoMore();
}
