package io.framelog.benchmarks.jmh;

import io.framelog.benchmarks.camera.SyntheticPictures;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** JMH's settings for all benchmarks, and the picture that they use: 640x480, 28 KB. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public abstract class InnerLoop {
    /** A camera's JPEG; the caller must not change its position. */
    final ByteBuffer jpeg =
            ByteBuffer.wrap(SyntheticPictures.make(640, 480, 1, 28_000).get(0));
}
