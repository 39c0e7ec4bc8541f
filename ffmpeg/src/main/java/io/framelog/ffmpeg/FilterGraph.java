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
 * Runs FFmpeg's filters. The graph generates pictures, as FFmpeg's lavfi input does but without its device library, or
 * it filters pictures if it begins with {@value #INPUT}. For one thread.
 */
public final class FilterGraph implements AutoCloseable {
    /** The name of the filter that receives the pictures of {@link #filter}. */
    static final String INPUT = "buffer@in";

    private final AVFilterGraph graph = avfilter_graph_alloc();
    private final AVFilterContext sink = new AVFilterContext(null);
    private final AVFrame picture = av_frame_alloc();

    /**
     * @param description in FFmpeg's filter graph syntax, with a source and one open output
     * @throws FFmpegException if FFmpeg does not understand the description
     */
    public FilterGraph(String description) throws FFmpegException {
        // FFmpeg would start threads for each graph, which a small picture is not worth.
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

    /** Generates the next picture and passes it on. */
    public void next(Decoder.Output output) throws IOException, InterruptedException {
        FFmpegException.check("making a picture", av_buffersink_get_frame(sink, picture));
        try {
            output.accept(picture);
        } finally {
            av_frame_unref(picture);
        }
    }

    /**
     * Filters a picture.
     *
     * @param input with the size and format that the graph's {@value #INPUT} declares
     * @return valid until the next call; may share the input's memory
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
