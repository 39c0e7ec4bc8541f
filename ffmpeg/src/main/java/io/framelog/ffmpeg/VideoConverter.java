package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_RGB;
import static org.bytedeco.ffmpeg.global.avutil.AVCOL_SPC_UNSPECIFIED;
import static org.bytedeco.ffmpeg.global.avutil.AV_PIX_FMT_FLAG_RGB;
import static org.bytedeco.ffmpeg.global.avutil.av_pix_fmt_desc_get;

import io.framelog.frame.ImageSize;
import org.bytedeco.ffmpeg.avutil.AVFrame;

/**
 * Brings pictures of one shape to what video encoders and players take: 4:2:0, BT.601 in video's range, upright, of one size.
 * What has another shape than that size is fitted into it, with black beside it. For one thread.
 */
final class VideoConverter implements PictureConverter {
    private final FilterGraph filter;
    private final int colours;

    /** @param size of what comes out; even, as 4:2:0 is. One that lacks only an odd last column or row of the picture cuts it off */
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

    /** The size without an odd last column and row. */
    static ImageSize even(ImageSize size) {
        return new ImageSize(Math.max(2, size.width() & ~1), Math.max(2, size.height() & ~1));
    }

    /** PNG's decoder says RGB of greys as well, which swscale does not take. */
    private static int colours(PictureShape shape) {
        boolean rgb = (av_pix_fmt_desc_get(shape.format()).flags() & AV_PIX_FMT_FLAG_RGB) != 0;
        return rgb ? AVCOL_SPC_RGB : shape.colours() == AVCOL_SPC_RGB ? AVCOL_SPC_UNSPECIFIED : shape.colours();
    }

    @Override
    public AVFrame convert(AVFrame picture) throws FFmpegException {
        picture.colorspace(colours); // as the filters were told
        return filter.filter(picture);
    }

    @Override
    public void close() {
        filter.close();
    }
}
