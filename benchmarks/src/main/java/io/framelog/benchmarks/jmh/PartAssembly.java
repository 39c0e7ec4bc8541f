package io.framelog.benchmarks.jmh;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import java.util.Objects;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;

/** The viewer writes each frame once into shared direct memory, for any number of clients. */
public class PartAssembly extends InnerLoop {
    private static final long LIMIT = 64L << 20;
    private static final Position POSITION = new Position(3, 17);
    private static final Receipt RECEIPT = new Receipt(0, 1_790_000_000_125_456L);

    private final PartPool pool = new PartPool(LIMIT);
    private final Frame frame = new Frame(
            new StreamName("front"),
            ImageFormat.JPEG,
            jpeg,
            1_790_000_000_123_456L,
            Optional.empty(),
            Optional.empty(),
            Stages.UNKNOWN);

    /** Takes memory from the pool, writes headers and image, and releases it. */
    @Benchmark
    public int fillAndRelease() {
        Part part = Objects.requireNonNull(pool.fill(frame, POSITION, RECEIPT));
        int length = part.length();
        part.release();
        return length;
    }
}
