package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;

import io.framelog.frame.ImageSize;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/**
 * The brightness of a decoded picture, reduced and upright, for programs that look at pictures. Its memory is reused for
 * the next picture. For one thread.
 */
public final class GreyPicture implements AutoCloseable {
    private static final int LEAST_SIDE = 8;

    private final int longestSide;
    private @Nullable PictureShape shape;
    private @Nullable SwscaleConverter converter;
    private ImageSize size = new ImageSize(LEAST_SIDE, LEAST_SIDE);
    private byte[] luma = new byte[0];

    /** @param longestSide of width and height in pixels, even */
    public GreyPicture(int longestSide) {
        this.longestSide = longestSide;
    }

    /** The size that pictures of a size are reduced to: even, and 8 pixels at least. */
    static ImageSize reduced(ImageSize size, int longestSide) {
        double factor = Math.min(1, (double) longestSide / Math.max(size.width(), size.height()));
        return new ImageSize(even(size.width() * factor), even(size.height() * factor));
    }

    private static int even(double side) {
        return (int) Math.max(LEAST_SIDE, 2 * Math.round(side / 2));
    }

    /** Takes the brightness of a decoded picture. */
    void take(AVFrame picture) throws FFmpegException {
        PictureShape present = PictureShape.of(picture);
        SwscaleConverter reducer = converter;
        if (reducer == null || !present.equals(shape)) {
            close();
            size = reduced(present.uprightSize(), longestSide);
            luma = new byte[size.width() * size.height()];
            reducer = new SwscaleConverter(present, size, AV_PIX_FMT_GRAY8, 1);
            converter = reducer;
            shape = present;
        }
        AVFrame grey = reducer.convert(picture);
        int stride = grey.linesize(0);
        ByteBuffer rows = grey.data(0).capacity((long) stride * size.height()).asByteBuffer();
        for (int row = 0; row < size.height(); row++) {
            rows.get(row * stride, luma, row * size.width(), size.width());
        }
    }

    /** The size of the last picture, upright. */
    public ImageSize size() {
        return size;
    }

    /** The last picture row by row, 0 (black) to 255. Valid until the next picture. */
    public byte[] luma() {
        return luma;
    }

    @Override
    public void close() {
        if (converter != null) {
            converter.close();
            converter = null;
        }
    }
}
