package io.framelog.viewer.http;

import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the whole body of an answer from memory without copying it; no thread waits for the client. Jetty calls it, one
 * call at a time.
 */
public final class BodyWriter implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(BodyWriter.class);

    private final HttpOutput output;
    private final ByteBuffer body;
    private final Runnable release;
    private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
    private boolean begun;
    private boolean released;

    private BodyWriter(HttpOutput output, ByteBuffer body, Runnable release) {
        this.output = output;
        this.body = body;
        this.release = release;
    }

    /**
     * Starts to write; does not wait.
     *
     * @param body not to be changed before it is released
     * @param release runs once at the end, also after an error
     * @return completed when nothing more will be written, also after an error
     */
    public static CompletableFuture<@Nullable Void> write(HttpOutput output, ByteBuffer body, Runnable release) {
        BodyWriter writer = new BodyWriter(output, body, release);
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
            output.write(body);
        }
        if (output.isReady()) {
            finish();
        }
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a client is gone: {}", cause.toString());
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
