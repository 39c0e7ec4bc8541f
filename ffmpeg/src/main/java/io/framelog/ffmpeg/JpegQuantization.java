package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.av_malloc;

import javax.imageio.plugins.jpeg.JPEGQTable;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.javacpp.ShortPointer;

/**
 * Sets the quantization of FFmpeg's MJPEG encoder by libjpeg's quality scale: the tables of ITU T.81 annex K, scaled as
 * in libjpeg's jpeg_quality_scaling(). FFmpeg multiplies its tables by qscale / 8 (mpegvideo_enc.c), so qscale stays 8.
 * Its quantizer for the DC coefficient is always 8.
 */
final class JpegQuantization {
    private static final int NEUTRAL_QSCALE = 8;
    private static final int COEFFICIENTS = 64;

    private final int percent;

    /** @param quality 1 to 100 */
    JpegQuantization(int quality) {
        percent = quality < 50 ? 5000 / quality : 200 - 2 * quality;
    }

    /** Configures an encoder before it is opened. */
    void apply(AVCodecContext context) {
        context.intra_matrix(table(JPEGQTable.K1Luminance));
        context.chroma_intra_matrix(table(JPEGQTable.K2Chrominance));
        context.flags(context.flags() | avcodec.AV_CODEC_FLAG_QSCALE);
        context.global_quality(globalQuality());
    }

    /** The quality that each picture must carry, too. */
    int globalQuality() {
        return NEUTRAL_QSCALE * avutil.FF_QP2LAMBDA;
    }

    /** Allocated with av_malloc, because the encoder's context frees it. */
    private ShortPointer table(JPEGQTable standard) {
        int[] values = standard.getTable();
        ShortPointer table = new ShortPointer(av_malloc((long) COEFFICIENTS * Short.BYTES));
        for (int i = 0; i < COEFFICIENTS; i++) {
            table.put(i, (short) Math.max(1, Math.min(255, (values[i] * percent + 50) / 100)));
        }
        return table;
    }
}
