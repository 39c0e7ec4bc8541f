package io.framelog.publisher.source;

import io.framelog.ffmpeg.FFmpegException;
import io.framelog.ffmpeg.FilterGraph;
import io.framelog.ffmpeg.Interrupt;
import io.framelog.frame.ImageSize;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** FFmpeg's moving test picture, which shows the time, at a camera's pace. Needs no system libraries for devices. */
final class TestPatternSource implements MediaSource {
    private static final ImageSize SIZE = new ImageSize(640, 480);
    private static final double FRAMES_PER_SECOND = 30;

    private final FilterGraph graph;
    private final Interrupt interrupt;
    private final double framesPerSecond;
    private final long start = System.nanoTime();
    private long frames;

    TestPatternSource(SourceOptions options, Interrupt interrupt) throws FFmpegException {
        this.interrupt = interrupt;
        framesPerSecond = options.framesPerSecond().orElse(FRAMES_PER_SECOND);
        graph = new FilterGraph(
                "testsrc2=size=" + options.size().orElse(SIZE) + ":rate=" + framesPerSecond + ",format=yuv420p");
    }

    @Override
    public boolean isLive() {
        return true;
    }

    @Override
    public OptionalLong duration() {
        return OptionalLong.empty();
    }

    @Override
    public long frameInterval() {
        return Math.round(1_000_000 / framesPerSecond);
    }

    @Override
    public boolean advance(MediaSink sink) throws IOException, InterruptedException {
        long time = Math.round(frames * 1_000_000 / framesPerSecond);
        long due = start + TimeUnit.MICROSECONDS.toNanos(time);
        for (long wait; (wait = due - System.nanoTime()) > 0 && !interrupt.isTripped(); ) {
            LockSupport.parkNanos(wait);
        }
        if (interrupt.isTripped()) {
            return false;
        }
        frames++;
        graph.next(picture -> sink.picture(picture, time));
        return true;
    }

    @Override
    public void close() {
        graph.close();
    }
}
