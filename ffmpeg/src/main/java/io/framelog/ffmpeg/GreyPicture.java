package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The brightness of a decoded picture, reduced and upright, for programs that look at pictures. Its memory is reused for
 * the next picture. For one thread.
 */
public final class GreyPicture implements AutoCloseable {
    private final ReducedPicture picture;

    /** @param longestSide of width and height in pixels, even */
    public GreyPicture(int longestSide) {
        picture = new ReducedPicture(longestSide, AV_PIX_FMT_GRAY8, 1);
    }

    /** Takes the brightness of a decoded picture. */
    void take(AVFrame decoded) throws FFmpegException {
        picture.take(decoded);
    }

    /** The size of the last picture, upright. */
    public ImageSize size() {
        return picture.size();
    }

    /** The last picture row by row, 0 (black) to 255. Valid until the next picture. */
    public byte[] luma() {
        return picture.pixels();
    }

    @Override
    public void close() {
        picture.close();
    }
}
