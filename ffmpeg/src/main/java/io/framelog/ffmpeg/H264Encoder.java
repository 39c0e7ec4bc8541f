package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_GLOBAL_HEADER;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_PRI_BT709;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_MPEG;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_SMPTE170M;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_TRC_IEC61966_2_1;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_ENCODER_NOT_FOUND;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_I;
import static org.bytedeco.ffmpeg.global.avutil.AV_PICTURE_TYPE_NONE;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_YUV420P;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Encodes pictures of one size to H.264 (constrained baseline, which every player supports) with Cisco's OpenH264,
 * without delay. For one thread; FFmpeg starts no others.
 *
 * <p>Every picture has the same quantizer, so the quality is constant. A rate control would need to know the number of
 * pictures per second, which varies in a log with gaps.
 */
final class H264Encoder implements AutoCloseable {
    /** OpenH264's limits: at least 16 pixels on each side, at most 36,864 macroblocks (H.264 level 5.1): 4096x2304. */
    static final int MIN_SIDE = 16;

    static final int MAX_SIDE = 4096;
    static final int MAX_PIXELS = 4096 * 2304;

    /**
     * From 1 to 51. 25 gives about 40 dB compared with a camera's JPEG, in less than a tenth of its bytes. 23 gives 1
     * dB more for a third more bytes and more time, mostly spent on the camera's noise.
     */
    private static final int QUANTIZER = 25;
    /** Assumed pictures per second and bits per pixel, from which OpenH264 derives the level that it declares. */
    private static final int NOMINAL_RATE = 30;

    private static final int NOMINAL_BITS_PER_PIXEL = 8;

    private final AVCodecContext context;
    private final AVPacket packet = av_packet_alloc();

    /** @param size even, and within the limits above */
    H264Encoder(ImageSize size) throws FFmpegException {
        AVCodec encoder = avcodec_find_encoder_by_name("libopenh264");
        if (encoder == null || encoder.isNull()) {
            throw new FFmpegException("looking for OpenH264", AVERROR_ENCODER_NOT_FOUND);
        }
        context = avcodec_alloc_context3(encoder);
        context.width(size.width()).height(size.height()).pix_fmt(AV_PIX_FMT_YUV420P);
        context.time_base().num(1).den(Mp4Muxer.TICKS_PER_SECOND);
        context.framerate().num(NOMINAL_RATE).den(1);
        context.bit_rate((long) size.width() * size.height() * NOMINAL_BITS_PER_PIXEL);
        context.qmin(QUANTIZER).qmax(QUANTIZER);
        context.gop_size(0); // no key pictures except those requested
        context.thread_count(1).slices(1);
        // As in a JPEG: the matrix is BT.601's, primaries and transfer are a screen's.
        context.color_range(AVCOL_RANGE_MPEG)
                .colorspace(AVCOL_SPC_SMPTE170M)
                .color_primaries(AVCOL_PRI_BT709)
                .color_trc(AVCOL_TRC_IEC61966_2_1);
        context.flags(context.flags() | AV_CODEC_FLAG_GLOBAL_HEADER);
        AVDictionary options = new AVDictionary(null);
        av_dict_set(options, "rc_mode", "quality", 0);
        // With this quantizer no block edges are visible. The filter would add 0.3 dB for a sixth of the time.
        av_dict_set(options, "loopfilter", "0", 0);
        int opened = avcodec_open2(context, encoder, options);
        av_dict_free(options);
        if (opened < 0) {
            close();
            throw new FFmpegException("opening OpenH264", opened);
        }
    }

    /** Fills in what a container must declare about this video. */
    void describe(AVCodecParameters codec) throws FFmpegException {
        FFmpegException.check("describing the video", avcodec_parameters_from_context(codec, context));
    }

    /**
     * Encodes a picture.
     *
     * @param picture of the encoder's size; its time and type are changed
     * @param ticks its time, larger than the previous picture's
     * @param key whether a player can start at this picture
     * @return its packet, valid until the next call
     */
    AVPacket encode(AVFrame picture, long ticks, boolean key) throws FFmpegException {
        picture.pts(ticks).pict_type(key ? AV_PICTURE_TYPE_I : AV_PICTURE_TYPE_NONE);
        FFmpegException.check("encoding to H.264", avcodec_send_frame(context, picture));
        FFmpegException.check("encoding to H.264", avcodec_receive_packet(context, packet));
        return packet;
    }

    @Override
    public void close() {
        av_packet_free(packet);
        avcodec_free_context(context);
    }
}
