package io.framelog.viewer.preview;

import io.framelog.frame.ImageFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** Makes the pictures of one stream smaller. For one thread at a time. */
public interface Reducer {
    /** Makes reducers. Can be called from any thread. */
    interface Factory {
        /**
         * Loads what reducers need. Called once, before the first of them is made.
         *
         * @throws io.framelog.cli.CommandFailure if it cannot be loaded on this machine
         */
        void load();

        /** A reducer for pictures of this width. */
        Reducer reducer(int width);
    }

    /** Makes a JPEG; empty if the image is damaged. */
    Optional<byte[]> reduce(ImageFormat format, ByteBuffer image) throws IOException, InterruptedException;

    /** About how many bytes of native memory it keeps for the next picture. */
    long bytes();

    /** Frees the native memory. The next picture needs it anew. */
    void release();
}
