package io.framelog.viewer.snapshot;

import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a frame's image from its shared memory without copying it; no thread waits for the client. Jetty calls it, one
 * call at a time.
 */
final class SnapshotWriter implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);

    private final HttpOutput output;
    private final ByteBuffer image;
    private final Runnable release;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private boolean begun;
    private boolean released;

    private SnapshotWriter(HttpOutput output, ByteBuffer image, Runnable release) {
        this.output = output;
        this.image = image;
        this.release = release;
    }

    /**
     * Starts to write; does not wait.
     *
     * @param image not to be changed before it is released
     * @param release runs once at the end, also after an error
     * @return completed when nothing more will be written, also after an error
     */
    static CompletableFuture<@Nullable Void> write(HttpOutput output, ByteBuffer image, Runnable release) {
        SnapshotWriter writer = new SnapshotWriter(output, image, release);
        try {
            output.setWriteListener(writer);
        } catch (RuntimeException e) {
            writer.onError(e);
        }
        return writer.end;
    }

    @Override
    public void onWritePossible() throws IOException {
        if (!begun) {
            begun = true;
            output.write(image);
        }
        if (output.isReady()) {
            finish();
        }
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a snapshot's client is gone: {}", cause.toString());
        finish();
    }

    private void finish() {
        if (!released) {
            released = true;
            release.run();
            end.complete(null);
        }
    }
}
