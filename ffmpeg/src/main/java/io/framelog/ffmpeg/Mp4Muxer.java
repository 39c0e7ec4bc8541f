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
import static org.bytedeco.ffmpeg.global.avformat.avio_flush;
import static org.bytedeco.ffmpeg.global.avformat.avio_write;
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
 * Writes one video stream as a fragmented MP4 (ISO/IEC 14496-12, 8.8). Each fragment is complete, so the video can be
 * played while it is being written, and only the current fragment is in memory. For one thread.
 */
final class Mp4Muxer implements AutoCloseable {
    /** The unit of time: microseconds, as in frames. */
    static final int TICKS_PER_SECOND = 1_000_000;

    /** A sample's duration has 32 bits in the file, of which FFmpeg uses 31. */
    private static final long MOST_TICKS_OF_A_FRAME = 1_800L * TICKS_PER_SECOND;

    /** A fragment's length. */
    private static final int FRAGMENT_TICKS = TICKS_PER_SECOND;
    /** A fragment ends earlier if it reaches this size, because it is kept in memory. */
    private static final int FRAGMENT_BYTES = 2 * 1024 * 1024;

    private final AVFormatContext context = new AVFormatContext(null);
    private final ChannelOutput output;
    private long lastTicks;

    /**
     * Writes the file's header.
     *
     * @param encoder whose packets will be written
     * @param metadata with FFmpeg's names as keys
     * @param duration the video's expected duration in ticks; 0 if it is unknown
     * @throws FFmpegException if FFmpeg fails
     * @throws IOException if the channel fails
     */
    Mp4Muxer(WritableByteChannel channel, H264Encoder encoder, Map<String, String> metadata, long duration)
            throws IOException {
        DurationChannel header = new DurationChannel(channel);
        output = new ChannelOutput(duration > 0 ? header : channel);
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
            if (duration > 0) {
                avio_write(output.context(), new byte[DurationChannel.GROWTH], DurationChannel.GROWTH);
            }
            int written = avformat_write_header(context, options);
            av_dict_free(options);
            avio_flush(output.context());
            output.check("writing the MP4 header", written);
            if (duration > 0) {
                header.writeHeader(duration);
            }
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Adds a packet to the current fragment, which is written when it is full.
     *
     * @param packet with times and duration in ticks; left empty
     */
    void write(AVPacket packet) throws IOException {
        packet.stream_index(0);
        if (packet.dts() - lastTicks > MOST_TICKS_OF_A_FRAME) {
            bridge(lastTicks + MOST_TICKS_OF_A_FRAME);
        }
        lastTicks = packet.dts();
        packet.duration(Math.min(packet.duration(), MOST_TICKS_OF_A_FRAME));
        int written = av_write_frame(context, packet);
        av_packet_unref(packet); // FFmpeg keeps its own copy or reference
        output.check("writing MP4", written);
    }

    /**
     * Starts the next fragment at a time of its own, because FFmpeg refuses a packet after such a long gap. The empty
     * packet is not written; it makes FFmpeg apply the flag before it checks the next packet's time.
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

    /** Writes the last fragment and ends the file. */
    void finish() throws IOException {
        output.check("ending the MP4", av_write_trailer(context));
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
