package io.framelog.viewer.thumbnail;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.ffmpeg.PictureTooLargeException;
import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.viewer.concurrent.BoundedExecutor;
import io.framelog.viewer.part.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Makes thumbnails of frames and caches them. Requests for the same thumbnail at the same time share one. Can be called
 * from any thread.
 */
public final class Thumbnails implements AutoCloseable {
    /** Heap memory of cached thumbnails: about a thousand of 320 pixels' width. */
    public static final int CACHE_BYTES = 16 * 1024 * 1024;
    /** Thumbnails that may wait to be made: each takes about 12 ms, so together less than a second. */
    public static final int MAX_WAITING = 64;
    /** Memory of a cached thumbnail in addition to its bytes. */
    private static final int ENTRY_BYTES = 256;
    /** One at a time: the other cores are for the live streams. */
    private static final int THREADS = 1;
    /** A higher quality is not visible at such sizes. */
    private static final int QUALITY = 80;

    /** Makes a thumbnail of an image. */
    @FunctionalInterface
    public interface Maker {
        /** Makes a JPEG; empty if the image is damaged. */
        Optional<byte[]> make(ImageFormat format, ByteBuffer image, ImageSize original, int width)
                throws IOException, InterruptedException;
    }

    /** @param capturedMicros distinguishes frames at the same position of a topic that was deleted and created again */
    private record Key(Position position, long capturedMicros, int width) {}

    /**
     * What became of a thumbnail. A failure is a value, because the cache would log each failed future with its stack
     * trace.
     */
    private record Outcome(
            @Nullable Thumbnail thumbnail, @Nullable Throwable fault) {
        Thumbnail get() {
            if (thumbnail == null) {
                throw fault instanceof CompletionException e ? e : new CompletionException(fault);
            }
            return thumbnail;
        }

        private @Nullable Throwable cause() {
            return fault instanceof CompletionException ? fault.getCause() : fault;
        }

        /** A frame that cannot be decoded stays so; anything else may succeed the next time. */
        boolean lasts() {
            return fault == null
                    || (cause() instanceof UndecodableFrameException undecodable && undecodable.isLasting());
        }

        int bytes() {
            return ENTRY_BYTES + (thumbnail == null ? 0 : thumbnail.length());
        }
    }

    private final Maker maker;
    private final AsyncCache<Key, Outcome> cache;
    private final BoundedExecutor executor = new BoundedExecutor("thumbnails", THREADS, MAX_WAITING);
    private final LongAdder asked = new LongAdder();
    private final LongAdder made = new LongAdder();

    /** Makes them with FFmpeg, whose native libraries are loaded for the first one. */
    public Thumbnails() {
        this(quiet(new Thumbnailer(QUALITY)), CACHE_BYTES);
    }

    /** Without FFmpeg's own lines on the terminal, which a damaged frame would cause. */
    private static Maker quiet(Thumbnailer thumbnailer) {
        boolean verbose = LoggerFactory.getLogger(Thumbnails.class).isDebugEnabled();
        return (format, image, original, width) -> {
            FFmpegLog.set(verbose); // the first call of FFmpeg, whose libraries are loaded here
            return thumbnailer.make(format, image, original, width);
        };
    }

    /** Makes them with a given maker, for tests. */
    public Thumbnails(Maker maker, long cacheBytes) {
        this.maker = maker;
        cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((Key key, Outcome outcome) -> outcome.bytes())
                .executor(Runnable::run) // its maintenance takes microseconds
                .buildAsync();
    }

    /** Whether a frame is shown wider than this; true if its width is not known. */
    public static boolean isSmaller(Part frame, int width) {
        return ImageSize.readUpright(frame.format(), frame.image())
                .map(size -> size.width() > width)
                .orElse(true);
    }

    /**
     * The thumbnail of a frame; does not wait.
     *
     * @param frame the caller's reference stays the caller's
     * @param width in pixels, less than the frame's
     * @return completed on any thread; fails with a {@link RejectedExecutionException} if the queue is full, or with an
     *     {@link UndecodableFrameException}
     */
    public CompletableFuture<Thumbnail> get(Part frame, int width) {
        asked.increment();
        Key key = new Key(frame.position(), frame.capturedMicros(), width);
        CompletableFuture<Outcome> outcome = cache.get(key, (absent, unused) -> make(frame.retain(), width));
        // A new future, so that one caller who cancels does not cancel it for the others.
        return outcome.thenApply(known -> {
            if (!known.lasts()) {
                cache.asMap().remove(key, outcome);
            }
            return known.get();
        });
    }

    private CompletableFuture<Outcome> make(Part frame, int width) {
        return executor.submit(() -> new Thumbnail(make(frame.format(), frame.image(), width)))
                .handle((thumbnail, fault) -> {
                    frame.release();
                    return new Outcome(thumbnail, fault);
                });
    }

    private byte[] make(ImageFormat format, ByteBuffer image, int width) throws InterruptedException {
        made.increment();
        Optional<ImageSize> size = ImageSize.read(format, image);
        try {
            Optional<byte[]> jpeg = size.isPresent() ? maker.make(format, image, size.get(), width) : Optional.empty();
            return jpeg.orElseThrow(() -> new UndecodableFrameException("the frame's image is damaged", true));
        } catch (PictureTooLargeException e) {
            throw new UndecodableFrameException(String.valueOf(e.getMessage()), true);
        } catch (IOException e) {
            throw new UndecodableFrameException("the frame cannot be decoded: " + e.getMessage(), false);
        }
    }

    /** How many thumbnails were requested. */
    public long askedCount() {
        return asked.sum();
    }

    /** How many had to be made. */
    public long madeCount() {
        return made.sum();
    }

    /** How many were refused because the queue was full. */
    public long refusedCount() {
        return executor.refusedCount();
    }

    /** How many wait to be made. */
    public int waiting() {
        return executor.waiting();
    }

    /** Bytes of the cached thumbnails. */
    public long cachedBytes() {
        return cache.synchronous()
                .policy()
                .eviction()
                .flatMap(eviction -> eviction.weightedSize().stream().boxed().findFirst())
                .orElse(0L);
    }

    /** Cancels all that wait, interrupts the one being made, and clears the cache. */
    @Override
    public void close() {
        executor.close();
        cache.synchronous().invalidateAll();
    }
}
