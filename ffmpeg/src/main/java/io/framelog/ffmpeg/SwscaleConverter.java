package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_is_writable;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ALPHA_BLEND_UNIFORM;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;
import static org.bytedeco.ffmpeg.global.swscale.sws_test_colorspace;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.jspecify.annotations.Nullable;

/**
 * Converts pictures of one shape to a size and pixel format with FFmpeg's swscale, in full range as JPEG needs it, and
 * turns them upright. Transparent pictures are shown on black, because JPEG has no transparency. For one thread.
 */
final class SwscaleConverter implements PictureConverter {
    private final SwsContext scaler = sws_alloc_context();
    private final AVFrame[] pictures;
    private final @Nullable FilterGraph finish;

    /**
     * @param shape of the input
     * @param size of the output, upright
     * @param format of the output, an AVPixelFormat
     * @param buffers how many converted pictures may be in use at the same time
     */
    SwscaleConverter(PictureShape shape, ImageSize size, int format, int buffers) throws FFmpegException {
        scaler.flags(SWS_BICUBIC);
        scaler.alpha_blend(SWS_ALPHA_BLEND_UNIFORM);
        ImageSize scaled = shape.orientation().turn(size);
        pictures = new AVFrame[buffers];
        for (int i = 0; i < buffers; i++) {
            pictures[i] = av_frame_alloc();
            pictures[i]
                    .width(scaled.width())
                    .height(scaled.height())
                    .format(format)
                    .color_range(AVCOL_RANGE_JPEG);
        }
        try {
            for (AVFrame picture : pictures) {
                FFmpegException.check("allocating a picture", av_frame_get_buffer(picture, 0));
            }
            String filters = shape.filters();
            finish = filters.isEmpty() ? null : new FilterGraph(input(scaled, format) + filters);
        } catch (FFmpegException e) {
            close();
            throw e;
        }
    }

    private static String input(ImageSize size, int format) {
        return FilterGraph.INPUT + "=video_size=" + size + ":pix_fmt=" + format + ":time_base=1/1:range=pc,";
    }

    @Override
    public AVFrame convert(AVFrame picture) throws FFmpegException {
        AVFrame converted = free();
        // swscale refuses unknown colours, and interlaced pictures unless the output is interlaced.
        if (sws_test_colorspace(picture.colorspace(), 0) == 0) {
            picture.colorspace(AVCOL_SPC_UNSPECIFIED);
        }
        picture.color_primaries(AVCOL_PRI_UNSPECIFIED).color_trc(AVCOL_TRC_UNSPECIFIED);
        picture.flags(picture.flags() & ~AVFrame.AV_FRAME_FLAG_INTERLACED);
        // JPEG uses BT.601 (JFIF 1.02). A picture without colour information is treated as such.
        converted.colorspace(picture.colorspace() == AVCOL_SPC_UNSPECIFIED ? AVCOL_SPC_UNSPECIFIED : AVCOL_SPC_BT470BG);
        FFmpegException.check("converting a picture", sws_scale_frame(scaler, converted, picture));
        if (finish == null) {
            return converted;
        }
        converted.colorspace(AVCOL_SPC_UNSPECIFIED); // as the filters expect it; nothing reads it afterwards
        return finish.filter(converted);
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
        if (finish != null) {
            finish.close();
        }
    }
}
