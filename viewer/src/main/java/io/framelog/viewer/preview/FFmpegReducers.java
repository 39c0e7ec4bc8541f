package io.framelog.viewer.preview;

import io.framelog.ffmpeg.FFmpegLog;
import io.framelog.ffmpeg.PictureReducer;
import io.framelog.frame.ImageFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/** Has FFmpeg make pictures smaller. */
final class FFmpegReducers implements Reducer.Factory {
    /**
     * Of the JPEGs, on libjpeg's scale, as of the publisher's own. 90 would have 1.3 to 1.5 times the bytes for 2 dB, and
     * 70 would save a sixth for 1 to 2 dB less.
     */
    private static final int QUALITY = 80;

    /** Without FFmpeg's own lines on the terminal, which a damaged frame would cause. */
    @Override
    public void load() {
        FFmpegLog.set(LoggerFactory.getLogger(FFmpegReducers.class).isDebugEnabled());
    }

    @Override
    public Reducer reducer(int width) {
        PictureReducer reducer = new PictureReducer(width, QUALITY);
        return new Reducer() {
            @Override
            public Optional<byte[]> reduce(ImageFormat format, ByteBuffer image)
                    throws IOException, InterruptedException {
                return reducer.reduce(format, image);
            }

            @Override
            public long bytes() {
                return reducer.bytes();
            }

            @Override
            public void release() {
                reducer.close();
            }
        };
    }
}
