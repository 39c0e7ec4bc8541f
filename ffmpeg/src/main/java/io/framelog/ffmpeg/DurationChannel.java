package io.framelog.ffmpeg;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/**
 * Writes the duration into the header of a fragmented MP4. FFmpeg's muxer cannot: it leaves the durations of the
 * movie (mvhd) and its track (mdhd) at 0 and writes no duration of the fragments (mehd). Players look at one or another
 * of these. For one thread.
 */
final class DurationChannel implements WritableByteChannel {
    /**
     * How many bytes the header grows by. As many must be written before it and are left out, so that the places of
     * fragments that FFmpeg writes at the end are right.
     */
    static final int GROWTH = 28;

    private static final int MEHD_BYTES = 16;
    private static final int MVHD_DURATION = 24;
    /** The movie's unit of time is a millisecond, the track's a microsecond. */
    private static final int MAX_MILLIS = Integer.MAX_VALUE;

    private final WritableByteChannel channel;
    private final ByteArrayOutputStream header = new ByteArrayOutputStream();
    private boolean headerIsWritten;

    /** @param channel receives the file */
    DurationChannel(WritableByteChannel channel) {
        this.channel = channel;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        if (headerIsWritten) {
            return channel.write(bytes);
        }
        int count = bytes.remaining();
        byte[] part = new byte[count];
        bytes.get(part);
        header.writeBytes(part);
        return count;
    }

    /**
     * The header is complete.
     *
     * @param micros the video's duration
     */
    void writeHeader(long micros) throws IOException {
        headerIsWritten = true;
        ByteBuffer plain = ByteBuffer.wrap(header.toByteArray()).position(GROWTH);
        ByteBuffer complete = ByteBuffer.allocate(plain.limit());
        copy(plain, micros, complete);
        complete.flip();
        while (complete.hasRemaining()) {
            var unusedCount = channel.write(complete);
        }
    }

    /** Copies boxes with their contents, and adds the duration where it belongs. */
    private static void copy(ByteBuffer boxes, long micros, ByteBuffer out) throws IOException {
        while (boxes.hasRemaining()) {
            int size = boxes.getInt(boxes.position());
            ByteBuffer box = boxes.slice(boxes.position(), size);
            boxes.position(boxes.position() + size);
            int begin = out.position();
            byte[] type = new byte[4];
            box.position(4).get(type);
            out.putInt(size).put(type);
            switch (new String(type, US_ASCII)) {
                case "moov", "trak", "mdia" -> copy(box.slice(), micros, out);
                case "mvex" -> {
                    out.putInt(MEHD_BYTES)
                            .put("mehd".getBytes(US_ASCII))
                            .putInt(0)
                            .putInt(millis(micros));
                    out.put(box);
                }
                case "mvhd" -> {
                    requireShort(box);
                    out.put(box).putInt(begin + MVHD_DURATION, millis(micros));
                }
                case "mdhd" -> {
                    requireShort(box);
                    // As version 1, whose duration has 64 bits: 32 bits of microseconds are an hour.
                    out.putInt(1 << 24).putLong(box.getInt(12)).putLong(box.getInt(16));
                    out.putInt(box.getInt(20)).putLong(micros).put(box.position(28));
                }
                default -> out.put(box);
            }
            out.putInt(begin, out.position() - begin);
        }
    }

    private static int millis(long micros) {
        return (int) Math.min(MAX_MILLIS, Math.round(micros / 1e3));
    }

    /** Version 0 of a box has times of 32 bits. */
    private static void requireShort(ByteBuffer box) throws IOException {
        if (box.get(8) != 0) {
            throw new IOException("FFmpeg has written another MP4 header than it used to");
        }
    }

    @Override
    public boolean isOpen() {
        return channel.isOpen();
    }

    /** Does nothing: the channel belongs to the caller. */
    @Override
    public void close() {}
}
