package io.framelog.ffmpeg;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Converts pictures of one shape to an encoder's input. For one thread. */
interface PictureConverter extends AutoCloseable {
    /**
     * The fastest converter for pictures of a shape. The caller must close it.
     *
     * @param size of the output, upright
     * @param format of the output, an AVPixelFormat, with the colours of JPEG
     * @param buffers how many converted pictures may be in use at the same time
     */
    static PictureConverter of(PictureShape shape, ImageSize size, int format, int buffers) throws FFmpegException {
        return ColourConverter.isEnoughFor(shape, size, format)
                ? new ColourConverter(shape)
                : new SwscaleConverter(shape, size, format, buffers);
    }

    /**
     * Converts a picture. The result's memory is reused when nothing references it any more.
     *
     * @param picture its pixels are not changed, but its colour and field properties may be
     */
    AVFrame convert(AVFrame picture) throws FFmpegException;

    @Override
    void close();
}
