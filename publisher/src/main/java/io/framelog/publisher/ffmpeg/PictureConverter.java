package io.framelog.publisher.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_is_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;

/** Brings pictures to a size and pixel format, in full range as JPEG wants it, by FFmpeg's swscale. For one thread. */
final class PictureConverter implements AutoCloseable {
    private final SwsContext scaler = sws_alloc_context();
    private final AVFrame[] pictures;

    /**
     * @param size what comes out
     * @param format what comes out, an AVPixelFormat
     * @param buffers how many converted pictures may be in use at once
     */
    PictureConverter(ImageSize size, int format, int buffers) throws FFmpegException {
        scaler.flags(SWS_BICUBIC);
        pictures = new AVFrame[buffers];
        for (int i = 0; i < buffers; i++) {
            pictures[i] = av_frame_alloc();
            pictures[i].width(size.width()).height(size.height()).format(format).color_range(AVCOL_RANGE_JPEG);
        }
        try {
            for (AVFrame picture : pictures) {
                FFmpegException.check("allocating a picture", av_frame_get_buffer(picture, 0));
            }
        } catch (FFmpegException e) {
            close();
            throw e;
        }
    }

    /** The converted picture; its buffer is used again once nobody holds a reference to it. */
    AVFrame convert(AVFrame picture) throws FFmpegException {
        AVFrame converted = free();
        // JPEG's colours are BT.601's (JFIF 1.02); what does not tell its own is taken to have the same.
        converted.colorspace(picture.colorspace() == AVCOL_SPC_UNSPECIFIED ? AVCOL_SPC_UNSPECIFIED : AVCOL_SPC_BT470BG);
        FFmpegException.check("converting a picture", sws_scale_frame(scaler, converted, picture));
        return converted;
    }

    private AVFrame free() {
        for (AVFrame candidate : pictures) {
            if (av_frame_is_writable(candidate) > 0) {
                return candidate;
            }
        }
        throw new IllegalStateException("the encoder holds more pictures than it has threads");
    }

    @Override
    public void close() {
        for (AVFrame picture : pictures) {
            av_frame_free(picture);
        }
        sws_free_context(scaler);
    }
}
