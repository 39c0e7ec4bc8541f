package io.framelog.viewer.clip;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.frame.Frame;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes the original frames into Matroska (RFC 9559), with times in microseconds. FFmpeg's own muxer has milliseconds
 * only; here each frame has its own cluster, whose time can be more precise. A seekable file gets its duration and an
 * index at the end; a client's download has neither. Not thread-safe.
 */
final class MatroskaWriter implements ClipWriter {
    private static final int EBML = 0x1A45DFA3;
    private static final int SEGMENT = 0x18538067;
    private static final int SEEK_HEAD = 0x114D9B74;
    private static final int SEEK = 0x4DBB;
    private static final int SEEK_ID = 0x53AB;
    private static final int SEEK_POSITION = 0x53AC;
    private static final int INFO = 0x1549A966;
    private static final int DURATION = 0x4489;
    private static final int TRACKS = 0x1654AE6B;
    private static final int CLUSTER = 0x1F43B675;
    private static final int CLUSTER_TIME = 0xE7;
    private static final int SIMPLE_BLOCK = 0xA3;
    private static final int CUES = 0x1C53BB6B;

    /** A tick is a microsecond. */
    private static final long NANOS_PER_TICK = 1_000;

    private static final byte TRACK_OF_BLOCK = (byte) 0x81;
    private static final byte KEY_FRAME = (byte) 0x80;
    private static final int BLOCK_HEAD_BYTES = 4;
    /** A cluster's time and the header of its block. */
    private static final int CLUSTER_HEAD_BYTES = 1 + 8 + 8 + 1 + 8 + BLOCK_HEAD_BYTES;

    private static final int PROGRESSIVE = 2;
    private static final Instant MATROSKAS_EPOCH = Instant.parse("2001-01-01T00:00:00Z");
    private static final long CUE_TICKS = 1_000_000;
    private static final int CUE_BYTES = 69;
    private static final int SEEK_HEAD_ROOM = 64;
    private static final int DURATION_BYTES = 2 + 8 + 8;
    private static final int HEAD_BYTES = 2048;

    private final BufferedChannel out;
    private final @Nullable SeekableByteChannel file;
    private final StreamName stream;
    private final ByteBuffer buffer = ByteBuffer.allocate(HEAD_BYTES);
    private final Ebml ebml = new Ebml(buffer);
    private final List<Cue> cues = new ArrayList<>();
    private @Nullable ImageFormat format;
    private long firstMicros;
    private long last = -1;
    private long interval = CUE_TICKS;
    private int segmentStart;
    private int seekHeadAt;
    private int durationAt;

    /** An index entry. */
    private record Cue(long ticks, long position) {}

    /** @param channel if seekable, at position 0 */
    MatroskaWriter(WritableByteChannel channel, StreamName stream) {
        out = new BufferedChannel(channel);
        file = channel instanceof SeekableByteChannel seekable ? seekable : null;
        this.stream = stream;
    }

    /** Leaves out frames of another format than the first, since a track has one codec. */
    @Override
    public boolean add(Frame frame) throws IOException {
        if (format == null) {
            format = frame.format();
            firstMicros = frame.capturedMicros();
            putHead(frame);
            out.write(buffer.flip());
        } else if (frame.format() != format) {
            return false;
        }
        long ticks = Math.max(frame.capturedMicros() - firstMicros, last + 1);
        interval = last < 0 ? interval : ticks - last;
        last = ticks;
        if (file != null && (cues.isEmpty() || ticks - cues.get(cues.size() - 1).ticks >= CUE_TICKS)) {
            cues.add(new Cue(ticks, out.position() - segmentStart));
        }
        ByteBuffer image = frame.image();
        buffer.clear();
        ebml.id(CLUSTER).size(CLUSTER_HEAD_BYTES + image.remaining());
        ebml.unsigned(CLUSTER_TIME, ticks);
        ebml.id(SIMPLE_BLOCK).size(BLOCK_HEAD_BYTES + image.remaining());
        buffer.put(TRACK_OF_BLOCK).putShort((short) 0).put(KEY_FRAME);
        out.write(buffer.flip());
        out.write(image);
        return true;
    }

    private void putHead(Frame first) {
        buffer.clear();
        ebml.master(EBML, () -> {
            ebml.unsigned(0x4286, 1); // EBMLVersion
            ebml.unsigned(0x42F7, 1); // EBMLReadVersion
            ebml.unsigned(0x42F2, 4); // EBMLMaxIDLength
            ebml.unsigned(0x42F3, 8); // EBMLMaxSizeLength
            ebml.text(0x4282, "matroska"); // DocType
            ebml.unsigned(0x4287, 4); // DocTypeVersion
            ebml.unsigned(0x4285, 2); // DocTypeReadVersion
        });
        ebml.id(SEGMENT).unknownSize();
        segmentStart = buffer.position();
        seekHeadAt = buffer.position();
        if (file != null) {
            ebml.room(SEEK_HEAD_ROOM);
        }
        Instant begin = Instant.EPOCH.plus(firstMicros, ChronoUnit.MICROS);
        ebml.master(INFO, () -> {
            ebml.unsigned(0x2AD7B1, NANOS_PER_TICK); // TimestampScale
            ebml.text(0x4D80, "Framelog"); // MuxingApp
            ebml.text(0x5741, "Framelog"); // WritingApp
            ebml.text(0x7BA9, stream.value()); // Title
            ebml.unsigned(0x4461, Duration.between(MATROSKAS_EPOCH, begin).toNanos()); // DateUTC, signed
            durationAt = buffer.position();
            if (file != null) {
                ebml.room(DURATION_BYTES);
            }
        });
        ebml.master(TRACKS, () -> ebml.master(0xAE, () -> putTrack(first)));
    }

    private void putTrack(Frame first) {
        // Without a size 1x1: players find the true size in the images. They turn the images themselves.
        ImageSize size = ImageSize.read(first.format(), first.image()).orElse(new ImageSize(1, 1));
        ebml.unsigned(0xD7, 1); // TrackNumber
        ebml.unsigned(0x73C5, 1); // TrackUID
        ebml.unsigned(0x83, 1); // TrackType: video
        ebml.unsigned(0x9C, 0); // FlagLacing
        if (first.format() == ImageFormat.JPEG) {
            ebml.text(0x86, "V_MJPEG"); // CodecID
        } else {
            // Matroska has no codec ID for PNG, but allows those of Video for Windows.
            ebml.text(0x86, "V_MS/VFW/FOURCC");
            ebml.bytes(0x63A2, bitmapInfo(size, "MPNG")); // CodecPrivate
        }
        ebml.master(
                0xE0,
                () -> { // Video
                    ebml.unsigned(0xB0, size.width()); // PixelWidth
                    ebml.unsigned(0xBA, size.height()); // PixelHeight
                    ebml.unsigned(0x9A, PROGRESSIVE); // FlagInterlaced
                });
    }

    /** Windows' BITMAPINFOHEADER. */
    private static byte[] bitmapInfo(ImageSize size, String fourcc) {
        ByteBuffer info = ByteBuffer.allocate(40).order(ByteOrder.LITTLE_ENDIAN);
        info.putInt(info.capacity()).putInt(size.width()).putInt(size.height());
        info.putShort((short) 1).putShort((short) 24);
        return info.put(fourcc.getBytes(US_ASCII)).array();
    }

    @Override
    public void finish() throws IOException {
        if (format == null) {
            return;
        }
        long cuesAt = out.position() - segmentStart;
        if (file != null) {
            putCues();
        }
        out.flush();
        if (file != null) {
            complete(file, cuesAt);
        }
    }

    private void putCues() throws IOException {
        buffer.clear();
        ebml.id(CUES).size((long) cues.size() * CUE_BYTES);
        for (Cue cue : cues) {
            ebml.master(
                    0xBB,
                    () -> { // CuePoint
                        ebml.unsigned(0xB3, cue.ticks); // CueTime
                        ebml.master(
                                0xB7,
                                () -> { // CueTrackPositions
                                    ebml.unsigned(0xF7, 1); // CueTrack
                                    ebml.unsigned(0xF1, cue.position); // CueClusterPosition
                                });
                    });
            out.write(buffer.flip());
            buffer.clear();
        }
    }

    /** Writes what was not known at the start, then moves to the end of the file. */
    private void complete(SeekableByteChannel file, long cuesAt) throws IOException {
        buffer.clear();
        ebml.size(out.position() - segmentStart);
        overwrite(file, segmentStart - Long.BYTES);
        ebml.master(
                SEEK_HEAD,
                () -> ebml.master(SEEK, () -> {
                    ebml.id(SEEK_ID).size(Integer.BYTES);
                    ebml.id(CUES);
                    ebml.unsigned(SEEK_POSITION, cuesAt);
                }));
        ebml.room(SEEK_HEAD_ROOM - buffer.position());
        overwrite(file, seekHeadAt);
        ebml.real(DURATION, (double) last + Math.min(interval, CUE_TICKS));
        overwrite(file, durationAt);
        file.position(out.position());
    }

    private void overwrite(SeekableByteChannel file, long position) throws IOException {
        buffer.flip();
        file.position(position);
        while (buffer.hasRemaining()) {
            var unused = file.write(buffer);
        }
        buffer.clear();
    }

    @Override
    public void close() {}
}
