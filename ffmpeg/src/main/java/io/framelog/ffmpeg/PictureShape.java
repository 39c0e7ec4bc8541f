package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_best_pix_fmt_of_list;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_BT470BG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_GRAY8;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV422P;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV444P;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * The properties that a converter or an encoder depends on. Pictures with other properties need another one.
 *
 * @param size as decoded, before turning
 * @param format an AVPixelFormat
 * @param range an AVColorRange
 * @param colours an AVColorSpace
 * @param orientation how the picture must be turned
 */
record PictureShape(ImageSize size, int format, int range, int colours, Orientation orientation) {
    /** The shape of a picture. */
    static PictureShape of(AVFrame picture) {
        return new PictureShape(
                new ImageSize(picture.width(), picture.height()),
                picture.format(),
                picture.color_range(),
                picture.colorspace(),
                Orientation.of(picture));
    }

    /** The filters to apply after swscale, mainly for turning, in FFmpeg's syntax; empty for most pictures. */
    String filters() {
        // swscale treats all greys as full range. In video's range black is 16 and white is 235 (BT.601, 2.5.3).
        boolean videoGreys =
                range == AVCOL_RANGE_MPEG && av_pix_fmt_desc_get(format).nb_components() < 3;
        String greys = videoGreys ? "lut=c0=clip((val-16)*255/219\\,0\\,255)" : "";
        String turns = orientation.filters();
        return greys + (greys.isEmpty() || turns.isEmpty() ? "" : ",") + turns;
    }

    /** The size after turning. */
    ImageSize uprightSize() {
        return orientation.turn(size);
    }

    /** Whether the colours are those of JPEG: BT.601 in full range (JFIF 1.02). */
    boolean hasColoursOfJpeg() {
        boolean bt601 =
                colours == AVCOL_SPC_BT470BG || colours == AVCOL_SPC_SMPTE170M || colours == AVCOL_SPC_UNSPECIFIED;
        return bt601 && range == AVCOL_RANGE_JPEG;
    }

    /** The pixel format that loses the least, among those that FFmpeg's encoder supports for an image format. */
    int encoderFormat(ImageFormat image) {
        return avcodec_find_best_pix_fmt_of_list(candidates(image), format, 0, (int[]) null);
    }

    private int[] candidates(ImageFormat image) {
        if (image == ImageFormat.PNG) {
            return new int[] {AV_PIX_FMT_RGB24, AV_PIX_FMT_GRAY8, AV_PIX_FMT_NONE};
        }
        if (orientation == Orientation.UPRIGHT) {
            return new int[] {AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV422P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_NONE};
        }
        // After turning, 4:2:2 is 4:4:0, which the encoder does not support. With an odd size, the last chroma sample
        // belongs to one column or row, and after turning it would be applied to two.
        boolean even = size.width() % 2 == 0 && size.height() % 2 == 0;
        return even
                ? new int[] {AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_NONE}
                : new int[] {AV_PIX_FMT_YUV444P, AV_PIX_FMT_NONE};
    }
}
