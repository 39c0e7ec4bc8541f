package io.framelog.benchmarks.jmh;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.Position;
import io.framelog.frame.Stages;
import io.framelog.frame.StreamName;
import io.framelog.viewer.part.Part;
import io.framelog.viewer.part.PartPool;
import io.framelog.viewer.part.Receipt;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The viewer, once for each frame however many watch: head and image into shared direct memory, and that given back. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class PartAssembly {
    private static final long LIMIT = 64L << 20;

    private static final Position POSITION = new Position(3, 17);
    private static final Receipt RECEIPT = new Receipt(0, 1_790_000_000_125_456L);

    private final PartPool pool = new PartPool(LIMIT);
    private final Frame frame = new Frame(
            new StreamName("front"),
            ImageFormat.JPEG,
            ByteBuffer.wrap(Jpegs.camera()),
            1_790_000_000_123_456L,
            Optional.empty(),
            Optional.empty(),
            Stages.UNKNOWN);

    /** Memory of the pool is taken, filled and given back. */
    @Benchmark
    public int fillAndRelease() {
        Part part = Objects.requireNonNull(pool.fill(frame, POSITION, RECEIPT));
        int length = part.length();
        part.release();
        return length;
    }
}
