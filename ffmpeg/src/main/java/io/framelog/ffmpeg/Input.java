package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avformat.av_find_best_stream;
import static org.bytedeco.ffmpeg.global.avformat.av_find_input_format;
import static org.bytedeco.ffmpeg.global.avformat.av_read_frame;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_close_input;
import static org.bytedeco.ffmpeg.global.avformat.avformat_find_stream_info;
import static org.bytedeco.ffmpeg.global.avformat.avformat_open_input;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EAGAIN;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_EOF;
import static org.bytedeco.ffmpeg.global.avutil.AVERROR_INVALIDDATA;
import static org.bytedeco.ffmpeg.global.avutil.AVMEDIA_TYPE_VIDEO;
import static org.bytedeco.ffmpeg.global.avutil.AV_NOPTS_VALUE;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_q2d;
import static org.bytedeco.ffmpeg.global.avutil.av_rescale_q;

import java.nio.channels.FileChannel;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.bytedeco.ffmpeg.avcodec.AVCodec;
import org.bytedeco.ffmpeg.avcodec.AVCodecParameters;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVInputFormat;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;
import org.bytedeco.ffmpeg.avutil.AVRational;
import org.bytedeco.ffmpeg.global.avcodec;
import org.bytedeco.ffmpeg.global.avformat;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/** An opened input of FFmpeg and its best video stream. For one thread. */
public final class Input implements AutoCloseable {
    /** FFmpeg's format that renders any text file as a picture of a terminal, which nobody expects. */
    private static final String TERMINAL_TEXT = "tty";

    private final AVFormatContext context;
    private final AVStream stream;
    private final Interrupt interrupt;
    private final @Nullable ChannelInput content;
    private final Extent extent;
    private final AVRational micros = new AVRational().num(1).den(1_000_000);

    private Input(AVFormatContext context, AVStream stream, Interrupt interrupt, @Nullable ChannelInput content) {
        this.context = context;
        this.stream = stream;
        this.interrupt = interrupt;
        this.content = content;
        extent = Extent.of(context, stream, frameInterval());
        for (int i = 0; i < context.nb_streams(); i++) {
            boolean needed = i == stream.index() || extent.isOfAllStreams();
            context.streams(i).discard(needed ? avcodec.AVDISCARD_DEFAULT : avcodec.AVDISCARD_ALL);
        }
    }

    /**
     * How an input is opened.
     *
     * @param url what FFmpeg's avformat_open_input takes
     * @param format the name of FFmpeg's input format, such as {@code v4l2}; empty to detect it from the content
     * @param options FFmpeg's options for the protocol and format
     * @param device whether it is a capture device: it declares its stream's parameters, and reading never blocks
     */
    public record Address(String url, String format, Map<String, String> options, boolean device) {}

    /** The result of reading. */
    public enum Read {
        /** A packet of the video stream. */
        PACKET,
        /** Nothing from the video stream yet. */
        NOTHING,
        /** The end of a recording or a connection. */
        END
    }

    /**
     * Opens an input and finds its best video stream. The caller must close it.
     *
     * @param interrupt ends waiting, here and in {@link #read}
     * @throws FFmpegException if it cannot be opened; AVERROR_STREAM_NOT_FOUND if it has no video
     */
    public static Input open(Address address, Interrupt interrupt) throws FFmpegException {
        return open(address, null, interrupt);
    }

    /**
     * Opens what a channel delivers, and finds its best video stream. The caller must close both.
     *
     * @param channel read on the calling thread, whose interrupt ends waiting; may be a pipe, which cannot be sought in
     * @throws FFmpegException if it cannot be opened; AVERROR_STREAM_NOT_FOUND if it has no video
     */
    public static Input open(FileChannel channel, Interrupt interrupt) throws FFmpegException {
        return open(channel, AllowedMedia.COMMON, interrupt);
    }

    /** Like the other method, with other formats and codecs. */
    public static Input open(FileChannel channel, AllowedMedia allowed, Interrupt interrupt) throws FFmpegException {
        ChannelInput content = new ChannelInput(channel);
        try {
            return open(new Address("", "", allowed.options(false), false), content, interrupt);
        } catch (FFmpegException | RuntimeException | Error e) {
            content.close();
            throw e;
        }
    }

    private static Input open(Address address, @Nullable ChannelInput content, Interrupt interrupt)
            throws FFmpegException {
        AVFormatContext context = avformat_alloc_context();
        if (content != null) {
            context.pb(content.context());
            context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO);
        }
        interrupt.listen(context.interrupt_callback());
        if (address.device()) {
            context.flags(context.flags() | AVFormatContext.AVFMT_FLAG_NONBLOCK);
        }
        AVDictionary options = new AVDictionary(null);
        address.options().forEach((name, value) -> av_dict_set(options, name, value, 0));
        @Nullable AVInputFormat format = address.format().isEmpty() ? null : av_find_input_format(address.format());
        // On failure FFmpeg frees the context itself.
        int opened = avformat_open_input(context, address.url(), format, options);
        av_dict_free(options);
        FFmpegException.check("opening", opened);
        try {
            if (context.iformat().name().getString().equals(TERMINAL_TEXT)) {
                throw new FFmpegException("opening", AVERROR_INVALIDDATA());
            }
            if (!address.device()) {
                FFmpegException.check(
                        "looking for streams", avformat_find_stream_info(context, (PointerPointer<Pointer>) null));
            }
            int video = FFmpegException.check(
                    "looking for video",
                    av_find_best_stream(context, AVMEDIA_TYPE_VIDEO, -1, -1, (PointerPointer<Pointer>) null, 0));
            return new Input(context, context.streams(video), interrupt, content);
        } catch (FFmpegException e) {
            avformat_close_input(context);
            throw e;
        }
    }

    /**
     * Reads the next packet.
     *
     * @param packet receives the data; after {@link Read#PACKET} the caller must unreference it
     * @throws FFmpegException if reading failed; AVERROR_EXIT if it was interrupted
     */
    public Read read(AVPacket packet) throws FFmpegException {
        int result = av_read_frame(context, packet);
        if (result == AVERROR_EAGAIN()) {
            return Read.NOTHING;
        }
        if (result == AVERROR_EOF && !interrupt.isTripped()) {
            return Read.END;
        }
        FFmpegException.check("reading", result);
        extent.add(packet);
        if (packet.stream_index() != stream.index()) {
            avcodec.av_packet_unref(packet);
            return Read.NOTHING;
        }
        return Read.PACKET;
    }

    /** The name of FFmpeg's decoder for the pictures, such as {@code h264}; empty if it has none. */
    public String decoder() {
        AVCodec decoder = avcodec.avcodec_find_decoder(codec().codec_id());
        return decoder == null || decoder.isNull() ? "" : decoder.name().getString();
    }

    /** The name of FFmpeg's input format, such as {@code hls}. */
    public String format() {
        return context.iformat().name().getString();
    }

    /** Whether it is a pipe, in which FFmpeg can only read on. */
    public boolean isPipe() {
        return content != null && context.pb().seekable() == 0;
    }

    /** Whether the format's times may leap, because recordings of it are joined and cut as they are. */
    public boolean mayLeap() {
        return (context.iformat().flags() & avformat.AVFMT_TS_DISCONT) != 0;
    }

    /** The video stream's codec and format. */
    public AVCodecParameters codec() {
        return stream.codecpar();
    }

    /** How the pictures must be turned, according to the container. */
    public Orientation orientation() {
        return Orientation.of(codec());
    }

    /** Converts a time of the video stream to microseconds. {@link Long#MIN_VALUE} means no time and stays as it is. */
    public long toMicros(long timestamp) {
        return timestamp == AV_NOPTS_VALUE ? timestamp : av_rescale_q(timestamp, stream.time_base(), micros);
    }

    /** The recording's duration in microseconds; empty if it is unknown or without end. */
    public OptionalLong duration() {
        long duration = context.duration();
        return duration == AV_NOPTS_VALUE || duration <= 0 ? OptionalLong.empty() : OptionalLong.of(duration);
    }

    /** How far a recording that has ended is from the duration that it declares; empty if it is whole. */
    public Optional<Extent.Shortfall> shortfall() {
        return extent.shortfall();
    }

    /** The usual time from one picture to the next in microseconds; a guess if the input does not declare a rate. */
    public long frameInterval() {
        AVRational rate = avformat.av_guess_frame_rate(context, stream, null);
        double framesPerSecond = rate.num() > 0 && rate.den() > 0 ? av_q2d(rate) : 25;
        return Math.round(1_000_000 / framesPerSecond);
    }

    @Override
    public void close() {
        avformat_close_input(context);
        if (content != null) {
            content.close();
        }
        micros.close();
    }
}
