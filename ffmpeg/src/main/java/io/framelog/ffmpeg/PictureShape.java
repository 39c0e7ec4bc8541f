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
 * What a conversion or an encoder is made for: pictures that differ in it need another.
 *
 * @param size as decoded, before turning
 * @param format an AVPixelFormat
 * @param range an AVColorRange
 * @param colours an AVColorSpace
 * @param orientation how it must be turned
 */
record PictureShape(ImageSize size, int format, int range, int colours, Orientation orientation) {
    /** A picture's. */
    static PictureShape of(AVFrame picture) {
        return new PictureShape(
                new ImageSize(picture.width(), picture.height()),
                picture.format(),
                picture.color_range(),
                picture.colorspace(),
                Orientation.of(picture));
    }

    /** What is left to do after swscale, in the syntax of FFmpeg's filters: turning, above all; empty for most. */
    String filters() {
        // swscale takes all greys for full range. In video's own range black is 16 and white 235 (BT.601, 2.5.3).
        boolean videoGreys =
                range == AVCOL_RANGE_MPEG && av_pix_fmt_desc_get(format).nb_components() < 3;
        String greys = videoGreys ? "lut=c0=clip((val-16)*255/219\\,0\\,255)" : "";
        String turns = orientation.filters();
        return greys + (greys.isEmpty() || turns.isEmpty() ? "" : ",") + turns;
    }

    /** The size once it is upright. */
    ImageSize uprightSize() {
        return orientation.turn(size);
    }

    /** Whether the colours are those that a JPEG's are taken for: BT.601's in full range (JFIF 1.02). */
    boolean hasColoursOfJpeg() {
        boolean bt601 =
                colours == AVCOL_SPC_BT470BG || colours == AVCOL_SPC_SMPTE170M || colours == AVCOL_SPC_UNSPECIFIED;
        return bt601 && range == AVCOL_RANGE_JPEG;
    }

    /** Of the pixel formats that FFmpeg's encoder of an image format takes, that which loses the least. */
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
        // Turned, 4:2:2 would be 4:4:0, which the encoder does not take; and an odd side's last chroma sample, which
        // belongs to a single column or row, would come to stand beside two.
        boolean even = size.width() % 2 == 0 && size.height() % 2 == 0;
        return even
                ? new int[] {AV_PIX_FMT_YUV420P, AV_PIX_FMT_YUV444P, AV_PIX_FMT_NONE}
                : new int[] {AV_PIX_FMT_YUV444P, AV_PIX_FMT_NONE};
    }
}
