package io.framelog.viewer.clip;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A finished clip in a temporary file. Reference-counted: the last {@link #release()} deletes the file. On Linux and
 * macOS the open file has no name, so that nothing is left even after a crash. Thread-safe.
 */
final class KeptClip {
    private static final Logger LOG = LoggerFactory.getLogger(KeptClip.class);
    private static final int ETAG_BYTES = 12;

    private final FileChannel file;
    private final long length;
    private final String etag;
    private final long firstMicros;
    private final long madeNanos = System.nanoTime();
    private int references = 1;

    private KeptClip(FileChannel file, long length, String etag, long firstMicros) {
        this.file = file;
        this.length = length;
        this.etag = etag;
        this.firstMicros = firstMicros;
    }

    /**
     * Makes a clip.
     *
     * @param limit the most bytes that it may have
     * @return the caller must release it
     * @throws IOException if there is no room for it, or it cannot be made
     */
    static KeptClip make(Clip clip, long limit) throws IOException, InterruptedException {
        Path path = Files.createTempFile("framelog-clip", null);
        return write(
                clip,
                FileChannel.open(
                        path, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE),
                limit);
    }

    private static KeptClip write(Clip clip, FileChannel file, long limit) throws IOException, InterruptedException {
        boolean whole = false;
        try {
            Target target = new Target(file, limit, MessageDigest.getInstance("SHA-256"));
            clip.write(target);
            byte[] hash = target.digest.digest();
            String etag = '"' + HexFormat.of().formatHex(hash, 0, ETAG_BYTES) + '"';
            KeptClip kept = new KeptClip(file, file.position(), etag, clip.firstMicros());
            whole = true;
            return kept;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        } finally {
            if (!whole) {
                file.close();
            }
        }
    }

    /** The file while it is written. */
    private record Target(FileChannel file, long limit, MessageDigest digest) implements WritableByteChannel {
        @Override
        public int write(ByteBuffer source) throws IOException {
            if (file.position() + source.remaining() > limit) {
                throw new IOException("the clip has more than " + limit + " bytes");
            }
            digest.update(source.duplicate());
            return file.write(source);
        }

        @Override
        public boolean isOpen() {
            return file.isOpen();
        }

        @Override
        public void close() {}
    }

    long length() {
        return length;
    }

    /** A strong ETag: the same bytes have the same one. */
    String etag() {
        return etag;
    }

    /** When the first frame was captured, in microseconds since the epoch. */
    long firstMicros() {
        return firstMicros;
    }

    boolean isOlderThan(Duration age) {
        return System.nanoTime() - madeNanos > age.toNanos();
    }

    /** Reads bytes at a position, as {@link FileChannel#read(ByteBuffer, long)}. */
    int read(ByteBuffer target, long position) throws IOException {
        return file.read(target, position);
    }

    /** Takes another reference; the caller must have one, or hold the cache's lock. */
    synchronized KeptClip retain() {
        references++;
        return this;
    }

    synchronized void release() {
        references--;
        if (references == 0) {
            try {
                file.close();
            } catch (IOException e) {
                LOG.debug("cannot close a temporary file: {}", e.toString());
            }
        }
    }
}
