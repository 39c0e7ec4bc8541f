package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Converts pictures of one shape to what video encoders and players support: 4:2:0, BT.601 in video's range, upright,
 * one size. A picture with another aspect ratio is fitted into that size, with black borders. For one thread.
 */
final class VideoConverter implements PictureConverter {
    private final FilterGraph filter;
    private final int colours;

    /** @param size of the output; even, as 4:2:0 needs it. An odd last column or row is cut off rather than scaled */
    VideoConverter(PictureShape shape, ImageSize size) throws FFmpegException {
        colours = colours(shape);
        StringBuilder filters = new StringBuilder(FilterGraph.INPUT)
                .append("=video_size=")
                .append(shape.size())
                .append(":pix_fmt=")
                .append(shape.format())
                .append(":time_base=1/1:range=")
                .append(shape.range())
                .append(":colorspace=")
                .append(colours);
        if (shape.orientation() != Orientation.UPRIGHT) {
            filters.append(',').append(shape.orientation().filters());
        }
        ImageSize upright = shape.uprightSize();
        if (size.equals(even(upright))) {
            if (!size.equals(upright)) {
                filters.append(",crop=" + size.width() + ":" + size.height() + ":0:0");
            }
            filters.append(",scale=flags=bilinear");
        } else {
            filters.append(",scale=" + size.width() + ":" + size.height()
                    + ":force_original_aspect_ratio=decrease:force_divisible_by=2:flags=bicubic");
        }
        filters.append(":out_range=tv:out_color_matrix=bt601,format=yuv420p");
        if (!size.equals(even(upright))) {
            filters.append(",pad=" + size.width() + ":" + size.height() + ":-1:-1");
        }
        filter = new FilterGraph(filters.toString());
    }

    /** The size rounded down to even numbers. */
    static ImageSize even(ImageSize size) {
        return new ImageSize(Math.max(2, size.width() & ~1), Math.max(2, size.height() & ~1));
    }

    /** FFmpeg's PNG decoder declares RGB for greys, too, which swscale does not accept. */
    private static int colours(PictureShape shape) {
        boolean rgb = (av_pix_fmt_desc_get(shape.format()).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
        return rgb ? AVCOL_SPC_RGB : shape.colours() == AVCOL_SPC_RGB ? AVCOL_SPC_UNSPECIFIED : shape.colours();
    }

    @Override
    public AVFrame convert(AVFrame picture) throws FFmpegException {
        picture.colorspace(colours); // as the filters expect it
        return filter.filter(picture);
    }

    @Override
    public void close() {
        filter.close();
    }
}
