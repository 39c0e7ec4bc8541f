package io.framelog.publisher.jpeg;

import java.io.ByteArrayOutputStream;
import javax.imageio.plugins.jpeg.JPEGHuffmanTable;

/** The standard Huffman tables (ITU T.81, K.3), which a JPEG without tables uses; taken from the JDK. */
final class HuffmanTables {
    /** A DHT segment with all four tables, to be inserted before a scan. Must not be modified. */
    static final byte[] STANDARD = segment();

    private static final int DC = 0x00;
    private static final int AC = 0x10;

    private HuffmanTables() {}

    /** The tables in a JPEG without pixels, as a table reader expects them. */
    static byte[] inJpeg() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD8});
        out.writeBytes(STANDARD);
        out.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xD9, 0, 0});
        return out.toByteArray();
    }

    private static byte[] segment() {
        ByteArrayOutputStream tables = new ByteArrayOutputStream();
        write(tables, DC, JPEGHuffmanTable.StdDCLuminance);
        write(tables, AC, JPEGHuffmanTable.StdACLuminance);
        write(tables, DC | 1, JPEGHuffmanTable.StdDCChrominance);
        write(tables, AC | 1, JPEGHuffmanTable.StdACChrominance);
        int length = tables.size() + 2;
        ByteArrayOutputStream segment = new ByteArrayOutputStream();
        segment.write(0xFF);
        segment.write(0xC4);
        segment.write(length >> 8);
        segment.write(length);
        segment.writeBytes(tables.toByteArray());
        return segment.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, int classAndDestination, JPEGHuffmanTable table) {
        out.write(classAndDestination);
        short[] counts = table.getLengths();
        for (int bits = 0; bits < 16; bits++) {
            out.write(bits < counts.length ? counts[bits] : 0);
        }
        for (short value : table.getValues()) {
            out.write(value);
        }
    }
}
