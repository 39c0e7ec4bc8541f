package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.AV_PKT_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_side_data_get;
import static org.bytedeco.ffmpeg.global.avutil.AV_FRAME_DATA_DISPLAYMATRIX;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_get_side_data;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacketSideData;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.ffmpeg.avutil.AVFrameSideData;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.IntPointer;

/**
 * How a picture must be turned to be upright, as a phone notes it in the container, the bit stream or Exif (FFmpeg's
 * display matrix). Other angles are rounded to the nearest multiple of 90 degrees.
 */
public enum Orientation {
    UPRIGHT("", false),
    MIRRORED("hflip", false),
    UPSIDE_DOWN("hflip,vflip", false),
    UPSIDE_DOWN_MIRRORED("vflip", false),
    /** To be turned clockwise by 90 degrees. */
    LEFT("transpose=clock", true),
    /** To be turned counterclockwise by 90 degrees. */
    RIGHT("transpose=cclock", true),
    /** Rows and columns are swapped. */
    TRANSPOSED("transpose=cclock_flip", true),
    /** Rows and columns are swapped along the other diagonal. */
    TRANSPOSED_UPSIDE_DOWN("transpose=clock_flip", true);

    private static final int INTS = 9;

    private final String filters;
    private final boolean swapsSides;

    Orientation(String filters, boolean swapsSides) {
        this.filters = filters;
        this.swapsSides = swapsSides;
    }

    /** The orientation of a decoded picture, which may come from its stream. */
    static Orientation of(AVFrame picture) {
        AVFrameSideData side = av_frame_get_side_data(picture, AV_FRAME_DATA_DISPLAYMATRIX);
        return side == null || side.isNull() || side.size() < INTS * Integer.BYTES ? UPRIGHT : of(side.data());
    }

    /** The orientation of all pictures of a stream. */
    static Orientation of(AVCodecParameters stream) {
        AVPacketSideData side = av_packet_side_data_get(
                stream.coded_side_data(), stream.nb_coded_side_data(), AV_PKT_DATA_DISPLAYMATRIX);
        return side == null || side.isNull() || side.size() < INTS * Integer.BYTES ? UPRIGHT : of(side.data());
    }

    private static Orientation of(BytePointer matrix) {
        IntPointer ints = new IntPointer(matrix);
        return of(ints.get(0), ints.get(1), ints.get(3), ints.get(4));
    }

    /** A pixel at p, q is shown at a * p + c * q, b * p + d * q; y grows downwards (libavutil/display.h). */
    static Orientation of(long a, long b, long c, long d) {
        if (Math.abs(a) + Math.abs(d) >= Math.abs(b) + Math.abs(c)) {
            if (a < 0) {
                return d < 0 ? UPSIDE_DOWN : MIRRORED;
            }
            return d < 0 ? UPSIDE_DOWN_MIRRORED : UPRIGHT;
        }
        if (c < 0) {
            return b < 0 ? TRANSPOSED_UPSIDE_DOWN : LEFT;
        }
        return b < 0 ? RIGHT : TRANSPOSED;
    }

    /** The filters that turn the picture upright, in FFmpeg's syntax; empty if it is upright. */
    String filters() {
        return filters;
    }

    /** Converts a size before turning to the size after it, and the reverse. */
    public ImageSize turn(ImageSize size) {
        return swapsSides ? new ImageSize(size.height(), size.width()) : size;
    }
}
