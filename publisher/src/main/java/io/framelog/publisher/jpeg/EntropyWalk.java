package io.framelog.publisher.jpeg;

import io.framelog.publisher.jpeg.JpegLayout.Segment;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads the Huffman codes of a sequential JPEG's only scan, without computing pixels, to tell whether all blocks are
 * there (ITU T.81, F.2.2). That tells a picture without EOI, as some cameras send it, from one that was cut. For one
 * use, by one thread.
 */
final class EntropyWalk {
    private static final int SOF0 = 0xC0;
    private static final int SOF1 = 0xC1;

    private final JpegLayout layout;
    private final Map<Integer, Table> tables = new HashMap<>();
    private int restartInterval;
    private int at;
    private int bits;
    private int bitCount;
    private boolean exhausted;

    private EntropyWalk(JpegLayout layout) {
        this.layout = layout;
    }

    /** Whether each block of the picture is there. False for progressive JPEGs, whose scans this does not read. */
    static boolean isComplete(JpegLayout layout) {
        Segment frame = layout.frameHeader().orElse(null);
        if (frame == null || (frame.marker() != SOF0 && frame.marker() != SOF1) || layout.scans() != 1) {
            return false;
        }
        try {
            return new EntropyWalk(layout).walk(frame);
        } catch (IndexOutOfBoundsException e) { // a segment is shorter than it says
            return false;
        }
    }

    private boolean walk(Segment frame) {
        readTables();
        int header = frame.at();
        int height = layout.u16(header + 5);
        int width = layout.u16(header + 7);
        int components = layout.u8(header + 9);
        int scan = layout.scan();
        if (layout.u8(scan + 4) != components || components == 0) {
            return false;
        }
        Table[] dc = new Table[components];
        Table[] ac = new Table[components];
        int[] blocks = new int[components];
        int widest = 1;
        int highest = 1;
        for (int index = 0; index < components; index++) {
            int sampling = layout.u8(header + 11 + 3 * index);
            widest = Math.max(widest, sampling >> 4);
            highest = Math.max(highest, sampling & 0xF);
            blocks[index] = (sampling >> 4) * (sampling & 0xF);
            int selectors = layout.u8(scan + 6 + 2 * index);
            dc[index] = tables.get(selectors >> 4);
            ac[index] = tables.get(0x10 | (selectors & 0xF));
            if (dc[index] == null || ac[index] == null) {
                return false;
            }
        }
        if (components == 1) { // its blocks are not interleaved (A.2.2)
            widest = 1;
            highest = 1;
            blocks[0] = 1;
        }
        long units = (long) ceil(width, 8 * widest) * ceil(height, 8 * highest);
        at = scan + 2 + layout.u16(scan + 2);
        for (long unit = 0; unit < units; unit++) {
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0 && !restart()) {
                return false;
            }
            for (int index = 0; index < components; index++) {
                for (int block = 0; block < blocks[index]; block++) {
                    readBlock(dc[index], ac[index]);
                }
            }
            if (exhausted) {
                return false;
            }
        }
        return units > 0;
    }

    private static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }

    private void readTables() {
        if (!layout.has(JpegLayout.DHT)) {
            JpegLayout standard = JpegLayout.read(ByteBuffer.wrap(HuffmanTables.inJpeg()));
            standard.segments().forEach(segment -> readTables(standard, segment));
        }
        for (Segment segment : layout.segments()) {
            if (segment.marker() == JpegLayout.DHT) {
                readTables(layout, segment);
            } else if (segment.marker() == JpegLayout.DRI) {
                restartInterval = layout.u16(segment.at() + 4);
            }
        }
    }

    private void readTables(JpegLayout source, Segment segment) {
        int from = segment.at() + 4;
        while (from + 17 <= segment.at() + segment.length()) {
            Table table = new Table(source, from + 1);
            tables.put(source.u8(from), table);
            from += 17 + table.values.length;
        }
    }

    private void readBlock(Table dc, Table ac) {
        skip(read(dc));
        int index = 1;
        while (index < 64 && !exhausted) {
            int value = read(ac);
            int size = value & 0xF;
            if (size == 0) {
                if (value != 0xF0) {
                    return; // end of block
                }
                index += 16;
            } else {
                index += 1 + (value >> 4);
                skip(size);
            }
        }
    }

    private int read(Table table) {
        int code = 0;
        for (int length = 1; length <= 16; length++) {
            code = code << 1 | bit();
            int index = code - table.first[length];
            if (index < table.count[length]) {
                return index < 0 ? 0 : table.values[table.offset[length] + index];
            }
        }
        exhausted = true; // no such code: the data are damaged
        return 0;
    }

    private void skip(int count) {
        for (int index = 0; index < count; index++) {
            var unused = bit();
        }
    }

    private int bit() {
        if (bitCount == 0) {
            if (at >= layout.end()) {
                exhausted = true;
                return 0;
            }
            bits = layout.u8(at++);
            bitCount = 8;
            if (bits == 0xFF) {
                if (at < layout.end() && layout.u8(at) != 0) { // a marker ends the data
                    at--;
                    exhausted = true;
                    return 0;
                }
                at++; // the stuffed zero
            }
        }
        bitCount--;
        return bits >> bitCount & 1;
    }

    /** Moves behind the next restart marker. */
    private boolean restart() {
        bitCount = 0;
        while (at + 1 < layout.end() && layout.u8(at) == 0xFF && layout.u8(at + 1) == 0xFF) {
            at++; // fill bytes
        }
        boolean found = at + 1 < layout.end() && layout.u8(at) == 0xFF && (layout.u8(at + 1) & 0xF8) == 0xD0;
        at += 2;
        return found;
    }

    /** A Huffman table, whose codes are consecutive for each length (C.2). */
    private static final class Table {
        private final int[] first = new int[17];
        private final int[] count = new int[17];
        private final int[] offset = new int[17];
        private final int[] values;

        Table(JpegLayout source, int from) {
            int code = 0;
            int total = 0;
            for (int length = 1; length <= 16; length++) {
                count[length] = source.u8(from + length - 1);
                first[length] = code;
                offset[length] = total;
                code = (code + count[length]) << 1;
                total += count[length];
            }
            values = new int[total];
            for (int index = 0; index < total; index++) {
                values[index] = source.u8(from + 16 + index);
            }
        }
    }
}
