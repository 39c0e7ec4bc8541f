package io.framelog.viewer.http;

import io.framelog.viewer.part.Part;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a frame's image out of its shared memory, as the client takes it: no thread waits, nothing is copied. Jetty calls it,
 * one call at a time.
 */
final class SnapshotWriter implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);

    private final HttpOutput output;
    private final Part part;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private boolean begun;
    private boolean released;

    private SnapshotWriter(HttpOutput output, Part part) {
        this.output = output;
        this.part = part;
    }

    /**
     * Begins to write; does not wait.
     *
     * @param part the reference goes over to the writing, whatever becomes of it
     * @return completed when nothing more will be written, all or not
     */
    static CompletableFuture<@Nullable Void> write(HttpOutput output, Part part) {
        SnapshotWriter writer = new SnapshotWriter(output, part);
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
            output.write(part.image());
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
            part.release();
            end.complete(null);
        }
    }
}
