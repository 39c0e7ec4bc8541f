package io.framelog.benchmarks.jmh;

import io.framelog.frame.JpegHead;
import io.framelog.publisher.jpeg.JpegCheck;
import java.nio.ByteBuffer;
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

/** Both services, for each JPEG: reading its head; and the publisher, making sure of a camera's and copying it. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JpegInspection {
    private final JpegCheck check = new JpegCheck();
    private final ByteBuffer image = direct(Jpegs.camera());

    /** As FFmpeg hands it over: in native memory. */
    private static ByteBuffer direct(byte[] jpeg) {
        return ByteBuffer.allocateDirect(jpeg.length).put(jpeg).flip();
    }

    /** The segments up to the first scan. */
    @Benchmark
    public Optional<JpegHead> head() {
        return JpegHead.read(image);
    }

    /** Whole, with its tables, and copied out of FFmpeg's memory. */
    @Benchmark
    public Optional<JpegCheck.Sound> check() {
        return check.check(image);
    }
}
