package io.framelog.publisher.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Receives a source's pictures in order. Their times are in microseconds, by the source's own clock. */
public interface MediaSink {
    /** The time of a picture without a time. */
    long NO_TIME = Long.MIN_VALUE;

    /**
     * A picture that is already a JPEG.
     *
     * @param image heap or native memory, valid during the call
     * @param time in microseconds, or {@link #NO_TIME}
     */
    void jpeg(ByteBuffer image, long time) throws IOException, InterruptedException;

    /**
     * A decoded picture.
     *
     * @param picture valid during the call
     * @param time in microseconds, or {@link #NO_TIME}
     */
    void picture(AVFrame picture, long time) throws IOException, InterruptedException;

    /**
     * A picture is lost, because its part of the source is damaged; the source continues after it.
     *
     * @param reason for people, such as "it is cut short"
     */
    void damaged(String reason);
}
