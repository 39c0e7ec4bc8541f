package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * A decoded picture in colours, upright, for programs that look at pictures. Its memory is reused for the next picture.
 * For one thread.
 */
public final class ColourPicture implements AutoCloseable {
    /** Larger pictures are reduced to this width or height, in pixels. */
    public static final int LONGEST_SIDE = 1920;

    private static final int PIXEL_BYTES = 3;

    private final ReducedPicture picture = new ReducedPicture(LONGEST_SIDE, AV_PIX_FMT_RGB24, PIXEL_BYTES);

    /** Takes the colours of a decoded picture. */
    void take(AVFrame decoded) throws FFmpegException {
        picture.take(decoded);
    }

    /** The size of the last picture, upright. */
    public ImageSize size() {
        return picture.size();
    }

    /** The last picture row by row, with red, green and blue of each pixel, 0 to 255. Valid until the next picture. */
    public byte[] rgb() {
        return picture.pixels();
    }

    @Override
    public void close() {
        picture.close();
    }
}
