package io.framelog.ffmpeg;

import io.framelog.frame.ImageSize;
import java.nio.ByteBuffer;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.jspecify.annotations.Nullable;

/** The pixels of a decoded picture, reduced and upright. Its memory is reused for the next picture. For one thread. */
final class ReducedPicture implements AutoCloseable {
    private static final int LEAST_SIDE = 8;

    private final int longestSide;
    private final int format;
    private final int pixelBytes;
    private @Nullable PictureShape shape;
    private @Nullable SwscaleConverter converter;
    private ImageSize size = new ImageSize(LEAST_SIDE, LEAST_SIDE);
    private byte[] pixels = new byte[0];

    /**
     * Pictures of any size.
     *
     * @param longestSide of width and height in pixels, even
     * @param format an AVPixelFormat in which pixels lie one behind the other
     * @param pixelBytes of a pixel
     */
    ReducedPicture(int longestSide, int format, int pixelBytes) {
        this.longestSide = longestSide;
        this.format = format;
        this.pixelBytes = pixelBytes;
    }

    /** The size that pictures of a size are reduced to: even, and 8 pixels at least. */
    static ImageSize reduced(ImageSize size, int longestSide) {
        double factor = Math.min(1, (double) longestSide / Math.max(size.width(), size.height()));
        return new ImageSize(even(size.width() * factor), even(size.height() * factor));
    }

    private static int even(double side) {
        return (int) Math.max(LEAST_SIDE, 2 * Math.round(side / 2));
    }

    /** Takes the pixels of a decoded picture. */
    void take(AVFrame picture) throws FFmpegException {
        PictureShape present = PictureShape.of(picture);
        SwscaleConverter reducer = converter;
        if (reducer == null || !present.equals(shape)) {
            close();
            size = reduced(present.uprightSize(), longestSide);
            pixels = new byte[size.width() * size.height() * pixelBytes];
            reducer = new SwscaleConverter(present, size, format, 1);
            converter = reducer;
            shape = present;
        }
        AVFrame reduced = reducer.convert(picture);
        int stride = reduced.linesize(0);
        int rowBytes = size.width() * pixelBytes;
        ByteBuffer rows =
                reduced.data(0).capacity((long) stride * size.height()).asByteBuffer();
        for (int row = 0; row < size.height(); row++) {
            rows.get(row * stride, pixels, row * rowBytes, rowBytes);
        }
    }

    /** The size of the last picture, upright. */
    ImageSize size() {
        return size;
    }

    /** The last picture row by row. Valid until the next picture. */
    byte[] pixels() {
        return pixels;
    }

    @Override
    public void close() {
        if (converter != null) {
            converter.close();
            converter = null;
        }
    }
}
