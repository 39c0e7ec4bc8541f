package io.framelog.viewer.preview;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Reducers that wait for the test where it wants to. Each keeps as many bytes of memory as its width. */
final class FakeReducers implements Reducer.Factory {
    /** Makes the picture of a frame. */
    interface Step {
        Optional<byte[]> reduce(ByteBuffer image) throws IOException;
    }

    static final byte[] SMALL = {1, 2, 3};

    /** What happens with the next pictures. */
    volatile Step step = image -> Optional.of(SMALL.clone());

    /** The heights of the frames, in the order in which they were made smaller. */
    final List<Integer> heights = new CopyOnWriteArrayList<>();

    /** How many reducers hold memory. */
    final AtomicInteger holding = new AtomicInteger();

    private final Semaphore allowed = new Semaphore(1_000_000);

    /** From now on, each picture waits until it is allowed. */
    void hold() {
        allowed.drainPermits();
    }

    void allow(int pictures) {
        allowed.release(pictures);
    }

    /** How many reducers wait to be allowed. */
    int waiting() {
        return allowed.getQueueLength();
    }

    @Override
    public void load() {}

    @Override
    public Reducer reducer(int width) {
        return new Reducer() {
            private volatile long bytes;

            @Override
            public Optional<byte[]> reduce(ImageFormat format, ByteBuffer image)
                    throws IOException, InterruptedException {
                allowed.acquire();
                heights.add(ImageSize.read(format, image).orElseThrow().height());
                if (bytes == 0) {
                    holding.incrementAndGet();
                }
                bytes = width;
                return step.reduce(image);
            }

            @Override
            public long bytes() {
                return bytes;
            }

            @Override
            public void release() {
                if (bytes > 0) {
                    holding.decrementAndGet();
                }
                bytes = 0;
            }
        };
    }
}
