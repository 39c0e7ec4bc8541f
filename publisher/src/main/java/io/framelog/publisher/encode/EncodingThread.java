package io.framelog.publisher.encode;

import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_ref;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;

import io.framelog.ffmpeg.ImageEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * Encodes a recording's pictures in their order, on its own thread, while the next ones are read and decoded. At most
 * {@link #MAX_PICTURES} pictures wait; then the reading thread waits. The pictures are references, not copies. For one
 * reading thread.
 */
final class EncodingThread implements EncodingStage {
    /** Enough to keep both threads busy; each holds the memory of a picture. */
    static final int MAX_PICTURES = 4;

    /** Holds a waiting picture; reused. */
    private static final class Slot {
        private final AVFrame picture = av_frame_alloc();
        private long stamp;
    }

    private final ImageEncoder encoder;
    private final ImageEncoder.Output output;
    private final BlockingQueue<Slot> free = new ArrayBlockingQueue<>(MAX_PICTURES);
    private final BlockingQueue<Slot> waiting = new ArrayBlockingQueue<>(MAX_PICTURES);
    private final List<Slot> slots = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "encoder");
    private volatile @Nullable Throwable failure;

    /**
     * Starts the thread.
     *
     * @param encoder closed by {@link #close()}
     * @param output receives the images on this thread and, at the end, on the thread that calls {@link #finish()}
     */
    EncodingThread(ImageEncoder encoder, ImageEncoder.Output output) {
        this.encoder = encoder;
        this.output = output;
        for (int i = 0; i < MAX_PICTURES; i++) {
            slots.add(new Slot());
        }
        free.addAll(slots);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void encode(AVFrame picture, long stamp) throws IOException, InterruptedException {
        Slot slot = free.take();
        if (failure != null) {
            free.add(slot);
            rethrow();
        }
        av_frame_ref(slot.picture, picture);
        slot.stamp = stamp;
        waiting.add(slot);
    }

    /** Waits until the thread is idle, then passes on the images that are still in the encoder. */
    @Override
    public void finish() throws IOException, InterruptedException {
        for (int i = 0; i < MAX_PICTURES; i++) {
            free.take();
        }
        free.addAll(slots);
        rethrow();
        encoder.finish(output);
    }

    private void rethrow() throws IOException {
        Throwable fault = failure;
        if (fault instanceof IOException e) {
            throw e;
        }
        if (fault instanceof RuntimeException e) {
            throw e;
        }
        if (fault instanceof Error e) {
            throw e;
        }
    }

    private void run() {
        try {
            while (true) {
                Slot slot = waiting.take();
                if (failure == null) {
                    encode(slot);
                }
                av_frame_unref(slot.picture);
                free.add(slot);
            }
        } catch (InterruptedException e) {
            // close() was called
        }
    }

    /** After a failure, further pictures are discarded, so that the reading thread does not block. */
    private void encode(Slot slot) throws InterruptedException {
        try {
            encoder.encode(slot.picture, slot.stamp, output);
        } catch (IOException | RuntimeException | Error e) { // an Error as well: a huge picture may not fit into memory
            failure = e;
        }
    }

    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // wait on: the thread uses the memory that is freed below
            }
        }
        slots.forEach(slot -> av_frame_free(slot.picture));
        encoder.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
