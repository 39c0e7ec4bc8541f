package io.framelog.viewer.clip;

import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.eclipse.jetty.ee10.servlet.HttpOutput;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes a range of a kept clip; no thread waits for the client. Jetty calls it, one call at a time. */
final class KeptClipWriter implements WriteListener {
    private static final Logger LOG = LoggerFactory.getLogger(KeptClipWriter.class);
    private static final int CHUNK = 64 * 1024;

    private final HttpOutput output;
    private final KeptClip clip;
    private final long end;
    private final ClipCounters counters;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    private final CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
    private long position;

    private KeptClipWriter(HttpOutput output, KeptClip clip, ByteRange range, ClipCounters counters) {
        this.output = output;
        this.clip = clip;
        this.position = range.first();
        this.end = range.last() + 1;
        this.counters = counters;
    }

    /**
     * Starts to write; does not wait.
     *
     * @param clip not to be released before the end
     * @return completed when nothing more will be written, also after an error
     */
    static CompletableFuture<@Nullable Void> write(
            HttpOutput output, KeptClip clip, ByteRange range, ClipCounters counters) {
        KeptClipWriter writer = new KeptClipWriter(output, clip, range, counters);
        try {
            output.setWriteListener(writer);
        } catch (RuntimeException e) {
            writer.onError(e);
        }
        return writer.done;
    }

    @Override
    public void onWritePossible() throws IOException {
        while (output.isReady() && !done.isDone()) {
            if (position == end) {
                done.complete(null);
                return;
            }
            buffer.clear().limit((int) Math.min(CHUNK, end - position));
            int count = clip.read(buffer, position);
            if (count <= 0) {
                throw new IOException("a temporary file is too short");
            }
            position += count;
            counters.wrote(count);
            output.write(buffer.flip());
        }
    }

    @Override
    public void onError(Throwable cause) {
        LOG.debug("a clip's client is gone: {}", cause.toString());
        if (done.complete(null)) {
            counters.brokeOff();
        }
    }
}
