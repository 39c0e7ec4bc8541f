package io.framelog.ffmpeg.testing;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_rescale_ts;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_new;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_alloc_context3;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_find_encoder_by_name;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_free_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_open2;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_parameters_from_context;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_receive_packet;
import static org.bytedeco.ffmpeg.global.avcodec.avcodec_send_frame;
import static org.bytedeco.ffmpeg.global.avformat.AVIO_FLAG_WRITE;
import static org.bytedeco.ffmpeg.global.avformat.av_interleaved_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avformat.avio_closep;
import static org.bytedeco.ffmpeg.global.avformat.avio_open;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_RANGE_JPEG;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_RGB24;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_buffer;
import static org.bytedeco.ffmpeg.global.avutil.av_get_pix_fmt;
import static org.bytedeco.ffmpeg.global.swscale.SWS_ACCURATE_RND;
import static org.bytedeco.ffmpeg.global.swscale.SWS_BICUBIC;
import static org.bytedeco.ffmpeg.global.swscale.SWS_FULL_CHR_H_INP;
import static org.bytedeco.ffmpeg.global.swscale.sws_alloc_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_free_context;
import static org.bytedeco.ffmpeg.global.swscale.sws_scale_frame;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.List;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecContext;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVIOContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avutil;
import org.bytedeco.ffmpeg.swscale.SwsContext;
import org.bytedeco.javacpp.IntPointer;

/**
 * Records pictures with properties that JavaCV's recorder cannot set.
 *
 * @param codec the name of FFmpeg's encoder
 * @param pixels the name of the pixel format
 * @param colours an AVColorSpace
 * @param range an AVColorRange
 * @param matrix the display matrix's a, b, c, d (libavutil/display.h), each -1, 0 or 1; empty: none
 * @param interlaced whether the pictures declare that they consist of two fields
 */
public record PictureRecorder(
        String codec, String pixels, int colours, int range, List<Integer> matrix, boolean interlaced) {
    /** Pictures without colour information. */
    public static PictureRecorder of(String codec, String pixels) {
        return new PictureRecorder(
                codec, pixels, avutil.AVCOL_SPC_UNSPECIFIED, avutil.AVCOL_RANGE_UNSPECIFIED, List.of(), false);
    }

    /** The same with a display matrix. */
    public PictureRecorder turned(int a, int b, int c, int d) {
        return new PictureRecorder(codec, pixels, colours, range, List.of(a, b, c, d), interlaced);
    }

    /** The same with these colours. */
    public PictureRecorder coloured(int newColours, int newRange) {
        return new PictureRecorder(codec, pixels, newColours, newRange, matrix, interlaced);
    }

    /** The same, declared as interlaced. */
    public PictureRecorder asInterlaced() {
        return new PictureRecorder(codec, pixels, colours, range, matrix, true);
    }

    /**
     * Records into a new file.
     *
     * @param file its extension sets the container
     * @param micros when each of the pictures is shown, in whole milliseconds
     * @param pictures all of one size
     */
    public Path record(Path file, List<Long> micros, List<BufferedImage> pictures) {
        AVCodec encoder = avcodec_find_encoder_by_name(codec);
        AVCodecContext context = avcodec_alloc_context3(encoder);
        int format = av_get_pix_fmt(pixels);
        context.width(pictures.get(0).getWidth())
                .height(pictures.get(0).getHeight())
                .pix_fmt(format);
        context.time_base().num(1).den(1000);
        context.colorspace(colours).color_range(range);
        // The best quality of a lossy codec, because the tests check what comes after it.
        context.flags(context.flags() | org.bytedeco.ffmpeg.global.avcodec.AV_CODEC_FLAG_QSCALE);
        context.global_quality(avutil.FF_QP2LAMBDA);
        context.strict_std_compliance(-1); // FF_COMPLIANCE_UNOFFICIAL, for limited range in Motion JPEG
        check(avcodec_open2(context, encoder, (AVDictionary) null));

        AVFormatContext container = new AVFormatContext(null);
        check(avformat_alloc_output_context2(container, null, null, file.toString()));
        AVStream stream = avformat_new_stream(container, null);
        stream.time_base().num(1).den(1000);
        check(avcodec_parameters_from_context(stream.codecpar(), context));
        if (!matrix.isEmpty()) {
            setMatrix(stream);
        }
        AVIOContext out = new AVIOContext(null);
        check(avio_open(out, file.toString(), AVIO_FLAG_WRITE));
        container.pb(out);
        check(avformat_write_header(container, (AVDictionary) null));
        AVPacket packet = av_packet_alloc();
        for (int i = 0; i <= pictures.size(); i++) {
            AVFrame frame = i < pictures.size() ? convert(pictures.get(i), format) : null;
            if (frame != null) {
                frame.pts(micros.get(i) / 1000);
                frame.quality(avutil.FF_QP2LAMBDA);
            }
            check(avcodec_send_frame(context, frame));
            while (avcodec_receive_packet(context, packet) >= 0) {
                packet.duration(40); // without it, a single picture in MP4 would have no duration
                try (AVRational millis = new AVRational().num(1).den(1000)) {
                    av_packet_rescale_ts(packet, millis, stream.time_base());
                }
                packet.duration(
                        stream.time_base().den() / 25 / stream.time_base().num());
                check(av_interleaved_write_frame(container, packet));
            }
            if (frame != null) {
                av_frame_free(frame);
            }
        }
        check(av_write_trailer(container));
        avio_closep(out);
        av_packet_free(packet);
        avformat_free_context(container);
        avcodec_free_context(context);
        return file;
    }

    private void setMatrix(AVStream stream) {
        AVPacketSideData sides = new AVPacketSideData(null);
        IntPointer count = new IntPointer(1).put(0);
        AVPacketSideData side = av_packet_side_data_new(sides, count, AV_PKT_DATA_DISPLAYMATRIX, 9 * Integer.BYTES, 0);
        stream.codecpar().coded_side_data(sides).nb_coded_side_data(count.get());
        IntPointer ints = new IntPointer(side.data());
        int[] values = {
            matrix.get(0) << 16, matrix.get(1) << 16, 0, matrix.get(2) << 16, matrix.get(3) << 16, 0, 0, 0, 1 << 30
        };
        ints.put(values, 0, values.length);
    }

    private AVFrame convert(BufferedImage picture, int format) {
        AVFrame rgb = frame(picture.getWidth(), picture.getHeight(), AV_PIX_FMT_RGB24);
        rgb.color_range(AVCOL_RANGE_JPEG);
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < picture.getWidth(); x++) {
                int colour = isGreyOfVideo() ? inVideoRange(picture.getRGB(x, y)) : picture.getRGB(x, y);
                for (int i = 0; i < 3; i++) {
                    rgb.data(0).put((long) y * rgb.linesize(0) + 3L * x + i, (byte) (colour >> (16 - 8 * i)));
                }
            }
        }
        AVFrame frame = frame(picture.getWidth(), picture.getHeight(), format);
        frame.colorspace(colours).color_range(range);
        SwsContext scaler = sws_alloc_context();
        scaler.flags(SWS_BICUBIC | SWS_FULL_CHR_H_INP | SWS_ACCURATE_RND);
        check(sws_scale_frame(scaler, frame, rgb));
        sws_free_context(scaler);
        av_frame_free(rgb);
        if (interlaced) {
            frame.flags(frame.flags() | AVFrame.AV_FRAME_FLAG_INTERLACED | AVFrame.AV_FRAME_FLAG_TOP_FIELD_FIRST);
        }
        return frame;
    }

    /** Converts greys by hand, because swscale supports them only in full range. */
    private boolean isGreyOfVideo() {
        return range == avutil.AVCOL_RANGE_MPEG && pixels.startsWith("gray");
    }

    private static int inVideoRange(int grey) {
        return 0x010101 * (16 + Math.round((grey & 0xFF) * 219 / 255f));
    }

    private static AVFrame frame(int width, int height, int format) {
        AVFrame frame = av_frame_alloc();
        frame.width(width).height(height).format(format);
        check(av_frame_get_buffer(frame, 0));
        return frame;
    }

    private static void check(int result) {
        if (result < 0) {
            throw new IllegalStateException("FFmpeg's error " + result);
        }
    }
}
