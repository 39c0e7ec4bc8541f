package io.framelog.publisher.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Takes a source's pictures in their order. Their times are of the source's own clock, in microseconds. */
public interface MediaSink {
    /** What a picture without a time has for one. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * A picture that is a JPEG already.
     *
     * @param image native memory, valid during the call
     * @param time or {@link #NO_TIME}
     */
    void jpeg(ByteBuffer image, long time) throws IOException, InterruptedException;

    /**
     * A decoded picture.
     *
     * @param picture valid during the call
     * @param time or {@link #NO_TIME}
     */
    void picture(AVFrame picture, long time) throws IOException, InterruptedException;

    /** A part of the source that could not be read; what follows comes all the same. */
    void damaged();
}
