package io.framelog.benchmarks.load;

import java.nio.ByteBuffer;

/** Finds the frames in what a server sends. Takes it in pieces, and allocates nothing for a frame. Not thread-safe. */
interface FrameParser {
    /** Receives the frames. */
    interface Sink {
        /** The last byte of a frame has come. What the parser says of the frame is valid until this returns. */
        void frame(FrameParser frame);
    }

    /** Takes a whole piece of the response. */
    void feed(ByteBuffer piece, Sink sink);

    /** The response's status code, 200 if frames follow; 0 before it has come, 1 if there is none. */
    int status();

    /** The frame's length in bytes. */
    long length();

    /** The frame's first bytes, {@link #openingLength()} of them. The next frame overwrites them. */
    byte[] opening();

    /** How many of the first bytes are kept. */
    int openingLength();

    /** {@code X-UStreamer-Grab-Time} in nanoseconds; -1 if absent. */
    long grabNanos();

    /** When it was captured, by the server's word, in nanoseconds since the epoch; -1 if absent. */
    long timestampNanos();
}
