package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avfilter.av_buffersink_get_frame;
import static org.bytedeco.ffmpeg.global.avfilter.av_buffersrc_write_frame;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_get_by_name;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_config;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_create_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_free;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_get_filter;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_graph_parse_ptr;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_alloc;
import static org.bytedeco.ffmpeg.global.avfilter.avfilter_inout_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_alloc;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_free;
import static org.bytedeco.ffmpeg.global.avutil.av_frame_unref;
import static org.bytedeco.ffmpeg.global.avutil.av_strdup;

import java.io.IOException;
import org.bytedeco.ffmpeg.avfilter.AVFilterContext;
import org.bytedeco.ffmpeg.avfilter.AVFilterGraph;
import org.bytedeco.ffmpeg.avfilter.AVFilterInOut;
import org.bytedeco.ffmpeg.avutil.AVFrame;
import org.bytedeco.javacpp.BytePointer;

/**
 * Pictures made by FFmpeg's filters: from nothing, as its lavfi input does, but without its device library; or of other
 * pictures, where the graph begins with a {@value #INPUT}. For one thread.
 */
public final class FilterGraph implements AutoCloseable {
    /** The filter, by name, that takes the pictures of {@link #filter}. */
    static final String INPUT = "buffer@in";

    private final AVFilterGraph graph = avfilter_graph_alloc();
    private final AVFilterContext sink = new AVFilterContext(null);
    private final AVFrame picture = av_frame_alloc();

    /**
     * @param description FFmpeg's filter graph syntax; begins with a source, has one open output
     * @throws FFmpegException if FFmpeg does not understand it
     */
    public FilterGraph(String description) throws FFmpegException {
        // FFmpeg counts threads per graph; drawing a small picture is not worth one.
        graph.nb_threads(1);
        AVFilterInOut open = avfilter_inout_alloc();
        try {
            FFmpegException.check(
                    "making the picture's end",
                    avfilter_graph_create_filter(sink, avfilter_get_by_name("buffersink"), "out", null, null, graph));
            open.name(av_strdup(new BytePointer("out")))
                    .filter_ctx(sink)
                    .pad_idx(0)
                    .next(null);
            FFmpegException.check(
                    "making pictures of " + description,
                    avfilter_graph_parse_ptr(graph, description, open, null, null));
            FFmpegException.check("joining filters", avfilter_graph_config(graph, null));
        } catch (FFmpegException e) {
            close();
            throw e;
        } finally {
            avfilter_inout_free(open);
        }
    }

    /** Makes the next picture and hands it over. */
    public void next(Decoder.Output output) throws IOException, InterruptedException {
        FFmpegException.check("making a picture", av_buffersink_get_frame(sink, picture));
        try {
            output.accept(picture);
        } finally {
            av_frame_unref(picture);
        }
    }

    /**
     * Sends a picture through the filters.
     *
     * @param input of the size and format that the graph's {@value #INPUT} names
     * @return valid until the next call; the input's memory, where the filters leave it alone
     */
    AVFrame filter(AVFrame input) throws FFmpegException {
        av_frame_unref(picture);
        AVFilterContext source = avfilter_graph_get_filter(graph, INPUT);
        FFmpegException.check("filtering a picture", av_buffersrc_write_frame(source, input));
        FFmpegException.check("filtering a picture", av_buffersink_get_frame(sink, picture));
        return picture;
    }

    @Override
    public void close() {
        av_frame_free(picture);
        avfilter_graph_free(graph);
    }
}
