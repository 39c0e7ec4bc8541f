package io.framelog.benchmarks.jmh;

import io.framelog.frame.JpegHead;
import io.framelog.publisher.jpeg.JpegCheck;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.openjdk.jmh.annotations.Benchmark;

/** Both services read the head of each JPEG; the publisher also checks a camera's JPEG and copies it. */
public class JpegInspection extends InnerLoop {
    private final JpegCheck check = new JpegCheck();
    /** In native memory, as FFmpeg's packets are. */
    private final ByteBuffer image =
            ByteBuffer.allocateDirect(jpeg.capacity()).put(jpeg.duplicate()).flip();

    /** The segments up to the first scan. */
    @Benchmark
    public Optional<JpegHead> head() {
        return JpegHead.read(image);
    }

    /** The whole JPEG and its tables, and the copy out of FFmpeg's memory. */
    @Benchmark
    public JpegCheck.Result check() {
        return check.check(image);
    }
}
