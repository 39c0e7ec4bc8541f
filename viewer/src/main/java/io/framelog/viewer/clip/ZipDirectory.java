package io.framelog.viewer.clip;

import io.framelog.frame.ImageFormat;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The entries of a ZIP, which are needed at its end, in little memory. Not thread-safe. */
final class ZipDirectory {
    /** Time, CRC, size, number, format. */
    static final int ENTRY_BYTES = 8 + 4 + 4 + 4 + 1;

    private static final int CHUNK_ENTRIES = 4096;

    private final List<ByteBuffer> chunks = new ArrayList<>();
    private int size;
    private long latest = Long.MIN_VALUE;
    private int numbered;

    /**
     * An entry.
     *
     * @param micros its time in microseconds since the epoch
     * @param crc CRC-32
     * @param size in bytes
     * @param number 0 if its time is unique, else a unique number
     */
    record Entry(long micros, ImageFormat format, int crc, int size, int number) {}

    /** Adds an entry, with a number if it is not later than all before. */
    Entry add(long micros, ImageFormat format, int crc, int bytes) {
        Entry entry = new Entry(micros, format, crc, bytes, micros > latest ? 0 : ++numbered + 1);
        latest = Math.max(latest, micros);
        if (size % CHUNK_ENTRIES == 0) {
            chunks.add(ByteBuffer.allocate(CHUNK_ENTRIES * ENTRY_BYTES));
        }
        chunks.get(chunks.size() - 1)
                .putLong(micros)
                .putInt(crc)
                .putInt(bytes)
                .putInt(entry.number)
                .put((byte) (format == ImageFormat.PNG ? 1 : 0));
        size++;
        return entry;
    }

    Entry get(int index) {
        ByteBuffer chunk = chunks.get(index / CHUNK_ENTRIES);
        int at = index % CHUNK_ENTRIES * ENTRY_BYTES;
        return new Entry(
                chunk.getLong(at),
                chunk.get(at + 20) == 1 ? ImageFormat.PNG : ImageFormat.JPEG,
                chunk.getInt(at + 8),
                chunk.getInt(at + 12),
                chunk.getInt(at + 16));
    }

    int size() {
        return size;
    }
}
