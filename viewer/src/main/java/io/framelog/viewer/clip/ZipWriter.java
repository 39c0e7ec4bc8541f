package io.framelog.viewer.clip;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.framelog.frame.Frame;
import io.framelog.frame.StreamName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.TimeUnit;
import java.util.zip.CRC32;

/**
 * Writes the frames as files into a ZIP (PKWARE's APPNOTE.TXT 6.3.10), uncompressed, since images do not get smaller;
 * with ZIP64 for more than 65,535 files or 4 GiB. Not {@link java.util.zip.ZipOutputStream}: for an hour at 30 frames a
 * second it keeps 31 MB of entries in memory, this 2.3 MB. Not thread-safe.
 */
final class ZipWriter implements ClipWriter {
    private static final int LOCAL_HEADER = 0x04034B50;
    private static final int CENTRAL_HEADER = 0x02014B50;
    private static final int ZIP64_END = 0x06064B50;
    private static final int ZIP64_END_LOCATOR = 0x07064B50;
    private static final int END = 0x06054B50;

    private static final short VERSION = 20;
    private static final short ZIP64_VERSION = 45;
    /** Made by version 4.5 on Unix, so the attributes are Unix's. */
    private static final short MADE_BY = 3 << 8 | ZIP64_VERSION;

    /** A file, rw-r--r--. */
    private static final int ATTRIBUTES = 0100644 << 16;

    /** The names of the files are UTF-8. */
    private static final short UTF8_NAMES = 1 << 11;

    private static final short STORED = 0;
    /** Info-ZIP's extended timestamp: seconds in UTC. ZIP's own field is a local time in steps of two seconds. */
    private static final short TIME_FIELD = 0x5455;

    private static final int TIME_FIELD_BYTES = 9;
    private static final short ZIP64_FIELD = 0x0001;
    private static final int ZIP64_FIELD_BYTES = 12;
    private static final int MOST_OF_32_BITS = -1;
    private static final long MOST_BYTES = 0xFFFFFFFFL;
    private static final int MOST_ENTRIES = 0xFFFF;
    private static final int FIRST_YEAR = 1980;
    private static final int RECORD_BYTES = 512;

    private final BufferedChannel out;
    private final long start;
    private final StreamName stream;
    private final CRC32 crc = new CRC32();
    private final ZipDirectory directory = new ZipDirectory();
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES).order(ByteOrder.LITTLE_ENDIAN);

    ZipWriter(WritableByteChannel channel, StreamName stream) {
        this(channel, stream, 0);
    }

    /** @param start the ZIP's offset in its file */
    ZipWriter(WritableByteChannel channel, StreamName stream, long start) {
        out = new BufferedChannel(channel);
        this.stream = stream;
        this.start = start;
    }

    @Override
    public boolean add(Frame frame) throws IOException {
        ByteBuffer image = frame.image();
        crc.reset();
        crc.update(image.duplicate());
        ZipDirectory.Entry entry =
                directory.add(frame.capturedMicros(), frame.format(), (int) crc.getValue(), image.remaining());
        byte[] name = name(entry);
        record.clear();
        record.putInt(LOCAL_HEADER).putShort(VERSION);
        putCommon(entry, name.length, TIME_FIELD_BYTES);
        record.put(name);
        putTime(entry);
        out.write(record.flip());
        out.write(image);
        return true;
    }

    private byte[] name(ZipDirectory.Entry entry) {
        String number = entry.number() == 0 ? "" : "-" + entry.number();
        return (FrameNames.ofFrame(stream, entry.micros()) + number + "."
                        + entry.format().fileExtension())
                .getBytes(UTF_8);
    }

    /** The fields that a file's local header and central header share. */
    private void putCommon(ZipDirectory.Entry entry, int nameLength, int extraLength) {
        ZonedDateTime time = time(entry).atZone(ZoneOffset.UTC);
        record.putShort(UTF8_NAMES).putShort(STORED);
        record.putShort((short) (time.getHour() << 11 | time.getMinute() << 5 | time.getSecond() / 2));
        int year = Math.max(0, Math.min(127, time.getYear() - FIRST_YEAR));
        record.putShort((short) (year << 9 | time.getMonthValue() << 5 | time.getDayOfMonth()));
        record.putInt(entry.crc()).putInt(entry.size()).putInt(entry.size());
        record.putShort((short) nameLength).putShort((short) extraLength);
    }

    private static Instant time(ZipDirectory.Entry entry) {
        return Instant.EPOCH.plus(entry.micros(), ChronoUnit.MICROS);
    }

    private void putTime(ZipDirectory.Entry entry) {
        record.putShort(TIME_FIELD).putShort((short) (TIME_FIELD_BYTES - 4)).put((byte) 1);
        record.putInt((int) TimeUnit.MICROSECONDS.toSeconds(entry.micros()));
    }

    @Override
    public void finish() throws IOException {
        if (directory.size() == 0) {
            return;
        }
        long begin = start + out.position();
        long offset = start;
        for (int i = 0; i < directory.size(); i++) {
            ZipDirectory.Entry entry = directory.get(i);
            byte[] name = name(entry);
            putCentral(entry, name, offset);
            out.write(record.flip());
            offset += 30 + name.length + TIME_FIELD_BYTES + entry.size();
        }
        putEnd(begin, start + out.position() - begin);
        out.write(record.flip());
        out.flush();
    }

    private void putCentral(ZipDirectory.Entry entry, byte[] name, long offset) {
        boolean far = offset >= MOST_BYTES;
        record.clear();
        record.putInt(CENTRAL_HEADER).putShort(MADE_BY).putShort(far ? ZIP64_VERSION : VERSION);
        putCommon(entry, name.length, TIME_FIELD_BYTES + (far ? ZIP64_FIELD_BYTES : 0));
        record.putShort((short) 0).putShort((short) 0).putShort((short) 0).putInt(ATTRIBUTES);
        record.putInt(far ? MOST_OF_32_BITS : (int) offset).put(name);
        putTime(entry);
        if (far) {
            record.putShort(ZIP64_FIELD).putShort((short) Long.BYTES).putLong(offset);
        }
    }

    private void putEnd(long begin, long length) {
        int entries = directory.size();
        record.clear();
        if (entries >= MOST_ENTRIES || begin + length >= MOST_BYTES) {
            record.putInt(ZIP64_END).putLong(44).putShort(MADE_BY).putShort(ZIP64_VERSION);
            record.putInt(0)
                    .putInt(0)
                    .putLong(entries)
                    .putLong(entries)
                    .putLong(length)
                    .putLong(begin);
            record.putInt(ZIP64_END_LOCATOR).putInt(0).putLong(begin + length).putInt(1);
        }
        short count = (short) Math.min(entries, MOST_ENTRIES);
        record.putInt(END)
                .putShort((short) 0)
                .putShort((short) 0)
                .putShort(count)
                .putShort(count);
        record.putInt((int) Math.min(length, MOST_BYTES)).putInt((int) Math.min(begin, MOST_BYTES));
        record.putShort((short) 0);
    }

    @Override
    public void close() {}
}
