package io.framelog.viewer.thumbnail;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.framelog.ffmpeg.Thumbnailer;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.Position;
import io.framelog.viewer.part.Part;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * The thumbnails of frames, each made once for all who ask at the same time, and kept as long as there is room. Safe for any
 * number of threads.
 */
public final class Thumbnails implements AutoCloseable {
    /** What is kept: a thousand thumbnails of 320 pixels' width, in the heap. */
    public static final int CACHE_BYTES = 16 * 1024 * 1024;
    /** Thumbnails that may wait to be made: with a dozen milliseconds each, a second's work. */
    public static final int MAX_WAITING = 64;
    /** What a kept thumbnail costs beside its bytes. */
    private static final int ENTRY_BYTES = 256;
    /** One at a time: the rest of the machine is for what is live. */
    private static final int MAKERS = 1;
    /** More does not show at such sizes. */
    private static final int QUALITY = 80;

    private static final long IDLE_SECONDS = 30;

    /** Turns an image into a thumbnail. */
    @FunctionalInterface
    interface Maker {
        /** Makes a thumbnail; empty where the image is damaged. */
        Optional<byte[]> make(ImageFormat format, ByteBuffer image, ImageSize original, int width)
                throws IOException, InterruptedException;
    }

    /** @param capturedMicros tells frames apart that lay at the same place of a topic that was made anew */
    private record Key(Position position, long capturedMicros, int width) {}

    private final Maker maker;
    private final AsyncCache<Key, Thumbnail> cache;
    private final ThreadPoolExecutor makers;
    private final LongAdder asked = new LongAdder();
    private final LongAdder made = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean closed;

    /** Makes them by FFmpeg, whose natives are loaded for the first. */
    public Thumbnails() {
        this(new Thumbnailer(QUALITY)::make, CACHE_BYTES);
    }

    Thumbnails(Maker maker, long cacheBytes) {
        this.maker = maker;
        cache = Caffeine.newBuilder()
                .maximumWeight(cacheBytes)
                .weigher((Key key, Thumbnail thumbnail) -> thumbnail.length() + ENTRY_BYTES)
                .executor(Runnable::run) // its upkeep is a matter of microseconds
                .buildAsync();
        makers = new ThreadPoolExecutor(
                MAKERS, MAKERS, IDLE_SECONDS, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MAX_WAITING), work -> {
                    Thread thread = new Thread(work, "thumbnails");
                    thread.setDaemon(true);
                    return thread;
                });
        makers.allowCoreThreadTimeOut(true);
    }

    /** Whether a frame is wider than a thumbnail of it would be; where that is not known it is taken to be. */
    public static boolean isSmaller(Part frame, int width) {
        return ImageSize.read(frame.format(), frame.image())
                .map(size -> size.width() > width)
                .orElse(true);
    }

    /**
     * The thumbnail of a frame; does not wait.
     *
     * @param frame the caller's reference stays the caller's
     * @param width in pixels, less than the frame's
     * @return completed on any thread; fails with a {@link RejectedExecutionException} where too many wait, with an {@link
     *     UndecodableFrameException}
     */
    public CompletableFuture<Thumbnail> get(Part frame, int width) {
        asked.increment();
        Key key = new Key(frame.position(), frame.capturedMicros(), width);
        // A copy: who waits may give up, and that is no reason for the others to have nothing.
        return cache.get(key, (absent, executor) -> make(frame.retain(), width)).copy();
    }

    private CompletableFuture<Thumbnail> make(Part frame, int width) {
        CompletableFuture<Thumbnail> thumbnail = new CompletableFuture<>();
        var unused = thumbnail.whenComplete((done, fault) -> frame.release());
        try {
            makers.execute(() -> complete(thumbnail, frame, width));
        } catch (RejectedExecutionException e) {
            refused.increment();
            thumbnail.completeExceptionally(
                    new RejectedExecutionException(MAX_WAITING + " thumbnails wait already, as many as may"));
        }
        return thumbnail;
    }

    private void complete(CompletableFuture<Thumbnail> thumbnail, Part frame, int width) {
        try {
            if (closed) {
                throw new CancellationException("the viewer ends");
            }
            thumbnail.complete(new Thumbnail(make(frame.format(), frame.image(), width)));
        } catch (RuntimeException | LinkageError e) { // also where FFmpeg's natives cannot be loaded
            thumbnail.completeExceptionally(e);
        }
    }

    private byte[] make(ImageFormat format, ByteBuffer image, int width) {
        made.increment();
        Optional<ImageSize> size = ImageSize.read(format, image);
        try {
            Optional<byte[]> jpeg = size.isPresent() ? maker.make(format, image, size.get(), width) : Optional.empty();
            return jpeg.orElseThrow(() ->
                    new UndecodableFrameException("the frame's image is damaged; without width= it is sent as it is"));
        } catch (IOException e) {
            throw new UndecodableFrameException(
                    "the frame cannot be decoded: " + e.getMessage() + "; without width= it is sent as it is");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("the viewer ends");
        }
    }

    /** How often a thumbnail was asked for. */
    public long askedCount() {
        return asked.sum();
    }

    /** How often one had to be made for that. */
    public long madeCount() {
        return made.sum();
    }

    /** How many were refused because too many waited. */
    public long refusedCount() {
        return refused.sum();
    }

    /** How many wait to be made. */
    public int waiting() {
        return makers.getQueue().size();
    }

    /** Bytes that are kept now. */
    public long cachedBytes() {
        return cache.synchronous()
                .policy()
                .eviction()
                .flatMap(eviction -> eviction.weightedSize().stream().boxed().findFirst())
                .orElse(0L);
    }

    /** Ends what waits; what is being made is given up. */
    @Override
    public void close() {
        closed = true;
        makers.shutdownNow()
                .forEach(Runnable::run); // which fails: nobody waits in vain, and their frames are given back
        cache.synchronous().invalidateAll();
    }
}
