package io.framelog.ffmpeg;

import static org.bytedeco.ffmpeg.global.avcodec.av_packet_alloc;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_free;
import static org.bytedeco.ffmpeg.global.avcodec.av_packet_unref;
import static org.bytedeco.ffmpeg.global.avformat.av_write_frame;
import static org.bytedeco.ffmpeg.global.avformat.av_write_trailer;
import static org.bytedeco.ffmpeg.global.avformat.avformat_alloc_output_context2;
import static org.bytedeco.ffmpeg.global.avformat.avformat_free_context;
import static org.bytedeco.ffmpeg.global.avformat.avformat_new_stream;
import static org.bytedeco.ffmpeg.global.avformat.avformat_write_header;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_free;
import static org.bytedeco.ffmpeg.global.avutil.av_dict_set;
import static org.bytedeco.ffmpeg.global.avutil.av_opt_set;

import java.io.IOException;
import java.nio.channels.WritableByteChannel;
import java.util.Map;
import org.bytedeco.ffmpeg.avcodec.AVPacket;
import org.bytedeco.ffmpeg.avformat.AVFormatContext;
import org.bytedeco.ffmpeg.avformat.AVStream;
import org.bytedeco.ffmpeg.avutil.AVDictionary;

/**
 * Writes one video stream as MP4 in fragments (ISO/IEC 14496-12, 8.8), each whole in itself: what is written can be played
 * before the rest is there, and nothing is kept but the fragment under way. For one thread.
 */
final class Mp4Muxer implements AutoCloseable {
    /** The times' unit: microseconds, as frames have them. */
    static final int TICKS_PER_SECOND = 1_000_000;

    /** A sample's duration has 32 bits in the file, and FFmpeg takes 31 of them. */
    private static final long MOST_TICKS_OF_A_FRAME = 1_800L * TICKS_PER_SECOND;

    /** How much of the video a fragment has. */
    private static final int FRAGMENT_TICKS = TICKS_PER_SECOND;
    /** A fragment ends before that as well where it becomes larger, since it is held in memory. */
    private static final int FRAGMENT_BYTES = 2 * 1024 * 1024;

    private final AVFormatContext context = new AVFormatContext(null);
    private final ChannelOutput output;
    private long lastTicks;

    /**
     * Writes the head.
     *
     * @param encoder whose packets will come
     * @param metadata by FFmpeg's names
     * @throws FFmpegException if FFmpeg fails
     * @throws IOException of the channel
     */
    Mp4Muxer(WritableByteChannel channel, H264Encoder encoder, Map<String, String> metadata) throws IOException {
        output = new ChannelOutput(channel);
        try {
            FFmpegException.check("preparing MP4", avformat_alloc_output_context2(context, null, "mp4", null));
            context.pb(output.context());
            context.flags(
                    context.flags() | AVFormatContext.AVFMT_FLAG_CUSTOM_IO | AVFormatContext.AVFMT_FLAG_FLUSH_PACKETS);
            AVDictionary tags = new AVDictionary(null);
            metadata.forEach((name, value) -> av_dict_set(tags, name, value, 0));
            context.metadata(tags); // freed with the context
            AVStream stream = avformat_new_stream(context, null);
            encoder.describe(stream.codecpar());
            stream.codecpar().codec_tag(0);
            stream.time_base().num(1).den(TICKS_PER_SECOND);
            AVDictionary options = new AVDictionary(null);
            av_dict_set(options, "movflags", "frag_keyframe+empty_moov+default_base_moof", 0);
            av_dict_set(options, "video_track_timescale", Integer.toString(TICKS_PER_SECOND), 0);
            av_dict_set(options, "frag_duration", Integer.toString(FRAGMENT_TICKS), 0);
            av_dict_set(options, "frag_size", Integer.toString(FRAGMENT_BYTES), 0);
            int written = avformat_write_header(context, options);
            av_dict_free(options);
            output.check("writing MP4's head", written);
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Writes a packet, or keeps it for its fragment.
     *
     * @param packet with times in ticks, and its duration; emptied
     */
    void write(AVPacket packet) throws IOException {
        packet.stream_index(0);
        if (packet.dts() - lastTicks > MOST_TICKS_OF_A_FRAME) {
            bridge(lastTicks + MOST_TICKS_OF_A_FRAME);
        }
        lastTicks = packet.dts();
        packet.duration(Math.min(packet.duration(), MOST_TICKS_OF_A_FRAME));
        int written = av_write_frame(context, packet);
        av_packet_unref(packet); // FFmpeg has a copy or a reference of its own
        output.check("writing MP4", written);
    }

    /**
     * Has the next fragment begin at its own time: FFmpeg would refuse that of a packet that far away. An empty packet is not
     * written, but makes FFmpeg look at the flag before it looks at a time.
     */
    private void bridge(long ticks) throws IOException {
        output.check("writing MP4", av_write_frame(context, null));
        output.check("bridging a gap", av_opt_set(context.priv_data(), "movflags", "+frag_discont", 0));
        AVPacket empty = av_packet_alloc();
        try {
            empty.stream_index(0);
            empty.dts(ticks).pts(ticks);
            output.check("bridging a gap", av_write_frame(context, empty));
        } finally {
            av_packet_free(empty);
        }
    }

    /** Writes the last fragment and the end. */
    void finish() throws IOException {
        output.check("writing MP4's end", av_write_trailer(context));
    }

    @Override
    public void close() {
        if (!context.isNull()) {
            avformat_free_context(context);
            context.setNull();
        }
        output.close();
    }
}
