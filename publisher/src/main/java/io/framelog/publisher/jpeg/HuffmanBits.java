package io.framelog.publisher.jpeg;

/** The bits of a scan, and the Huffman codes in them (ITU T.81, F.2.2). For one use, by one thread. */
final class HuffmanBits {
    private final JpegLayout layout;
    private int at;
    private int bits;
    private int bitCount;
    private boolean exhausted;

    /** @param at where the scan's data begin */
    HuffmanBits(JpegLayout layout, int at) {
        this.layout = layout;
        this.at = at;
    }

    /** Whether more was read than there is. */
    boolean isExhausted() {
        return exhausted;
    }

    int number(int length) {
        int number = 0;
        for (int index = 0; index < length; index++) {
            number = number << 1 | bit();
        }
        return number;
    }

    int read(Table table) {
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

    void skip(int count) {
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

    /** Moves behind the next restart marker; false if there is none. */
    boolean restart() {
        bitCount = 0;
        while (at + 1 < layout.end() && layout.u8(at) == 0xFF && layout.u8(at + 1) == 0xFF) {
            at++; // fill bytes
        }
        boolean found = at + 1 < layout.end() && layout.u8(at) == 0xFF && (layout.u8(at + 1) & 0xF8) == 0xD0;
        at += 2;
        return found;
    }

    /** A Huffman table, whose codes are consecutive for each length (C.2). */
    static final class Table {
        private final int[] first = new int[17];
        private final int[] count = new int[17];
        private final int[] offset = new int[17];
        final int[] values;

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
