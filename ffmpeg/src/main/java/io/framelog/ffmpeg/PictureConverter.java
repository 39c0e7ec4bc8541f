package io.framelog.ffmpeg;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/** Brings pictures of one shape to what an encoder takes. For one thread. */
interface PictureConverter extends AutoCloseable {
    /**
     * The quickest converter for pictures of a shape.
     *
     * @param size what comes out, upright
     * @param format what comes out, an AVPixelFormat, with a JPEG's colours
     * @param buffers how many converted pictures may be in use at once
     */
    static PictureConverter of(PictureShape shape, ImageSize size, int format, int buffers) throws FFmpegException {
        return ColourConverter.isEnoughFor(shape, size, format)
                ? new ColourConverter(shape)
                : new SwscaleConverter(shape, size, format, buffers);
    }

    /**
     * The converted picture; its memory is used again once nobody holds a reference to it.
     *
     * @param picture its pixels stay, but what is told of its colours and fields may be changed
     */
    AVFrame convert(AVFrame picture) throws FFmpegException;

    @Override
    void close();
}
