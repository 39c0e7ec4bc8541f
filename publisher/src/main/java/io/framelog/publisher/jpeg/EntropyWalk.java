package io.framelog.publisher.jpeg;

import io.framelog.frame.ImageSize;
import io.framelog.publisher.jpeg.HuffmanBits.Table;
import io.framelog.publisher.jpeg.JpegLayout.Segment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the Huffman codes of a JPEG's last scan, without computing pixels, to tell whether all blocks are there (ITU
 * T.81, F.2.2 and G.1.2). That tells a picture without EOI, as some cameras send it, from one that was cut. For one
 * use, by one thread.
 */
final class EntropyWalk {
    private static final int SOF0 = 0xC0;
    private static final int SOF1 = 0xC1;
    private static final int SOF2 = 0xC2;
    private static final int LAST = 63;

    private final JpegLayout layout;
    private final Segment frame;
    private final ImageSize size;
    private final Segment scan;
    private final Map<Integer, Table> tables = new HashMap<>();
    private int restartInterval;
    private int first;
    private int last = LAST;
    /** How many of the next blocks have no further coefficients. */
    private int emptyBlocks;

    private EntropyWalk(JpegLayout layout, Segment frame, ImageSize size) {
        this.layout = layout;
        this.frame = frame;
        this.size = size;
        scan = layout.scans().get(layout.scans().size() - 1);
    }

    /**
     * Whether each block of the picture is there. A progressive JPEG whose last scan makes values more precise counts
     * as complete even if that scan is cut: no one sees the difference.
     */
    static boolean isComplete(JpegLayout layout) {
        Segment frame = layout.frameHeader().orElse(null);
        ImageSize size = frame == null ? null : layout.size(frame).orElse(null);
        if (frame == null || size == null || layout.scans().isEmpty()) {
            return false;
        }
        boolean progressive = frame.marker() == SOF2;
        if (frame.marker() != SOF0 && frame.marker() != SOF1 && !progressive) {
            return false;
        }
        try {
            EntropyWalk walk = new EntropyWalk(layout, frame, size);
            return walk.hasAllCoefficients(progressive) && (walk.refines(progressive) || walk.walk(progressive));
        } catch (IndexOutOfBoundsException e) { // a segment is shorter than it says
            return false;
        }
    }

    /** Whether the scans, as their headers tell, have all coefficients of all components in full precision. */
    private boolean hasAllCoefficients(boolean progressive) {
        int components = layout.u8(frame.at() + 9);
        long[] known = new long[components];
        for (Segment each : layout.scans()) {
            int parameters = each.at() + 5 + 2 * layout.u8(each.at() + 4);
            int from = layout.u8(parameters);
            int to = Math.min(LAST, layout.u8(parameters + 1));
            boolean precise = (layout.u8(parameters + 2) & 0xF) == 0;
            long coefficients = !progressive ? -1 : from > to || !precise ? 0 : -1L >>> (LAST - to + from) << from;
            for (int index = 0; index < layout.u8(each.at() + 4); index++) {
                int component = component(each, index);
                if (component < components) {
                    known[component] |= coefficients;
                }
            }
        }
        return components > 0 && Arrays.stream(known).allMatch(coefficients -> coefficients == -1);
    }

    /** Which of the frame's components is one of a scan. */
    private int component(Segment each, int index) {
        int id = layout.u8(each.at() + 5 + 2 * index);
        int components = layout.u8(frame.at() + 9);
        int component = 0;
        while (component < components && layout.u8(frame.at() + 10 + 3 * component) != id) {
            component++;
        }
        return component;
    }

    /** Whether the last scan adds a bit to what earlier ones have. */
    private boolean refines(boolean progressive) {
        return progressive && layout.u8(scan.at() + 7 + 2 * layout.u8(scan.at() + 4)) >> 4 != 0;
    }

    private boolean walk(boolean progressive) {
        readTables();
        int components = layout.u8(scan.at() + 4);
        if (components == 0) {
            return false;
        }
        if (progressive) {
            first = layout.u8(scan.at() + 5 + 2 * components);
            last = layout.u8(scan.at() + 6 + 2 * components);
        }
        @Nullable Table[] dc = new Table[components];
        @Nullable Table[] ac = new Table[components];
        int[] blocks = new int[components];
        for (int index = 0; index < components; index++) {
            int sampling = sampling(component(scan, index));
            blocks[index] = components == 1 ? 1 : (sampling >> 4) * (sampling & 0xF);
            int selectors = layout.u8(scan.at() + 6 + 2 * index);
            dc[index] = tables.get(selectors >> 4);
            ac[index] = tables.get(0x10 | (selectors & 0xF));
            if ((first == 0 && dc[index] == null) || (last > 0 && ac[index] == null)) {
                return false;
            }
        }
        long units = units(components);
        HuffmanBits bits = new HuffmanBits(layout, scan.at() + scan.length());
        for (long unit = 0; unit < units; unit++) {
            if (restartInterval > 0 && unit > 0 && unit % restartInterval == 0 && !restart(bits)) {
                return false;
            }
            for (int index = 0; index < components; index++) {
                for (int block = 0; block < blocks[index]; block++) {
                    readBlock(bits, dc[index], ac[index]);
                }
            }
            if (bits.isExhausted()) {
                return false;
            }
        }
        return units > 0;
    }

    private int sampling(int component) {
        return layout.u8(frame.at() + 11 + 3 * component);
    }

    /** How many times the scan's components take turns (A.2). The blocks of a single one are not interleaved. */
    private long units(int components) {
        int widest = 1;
        int highest = 1;
        for (int component = 0; component < layout.u8(frame.at() + 9); component++) {
            widest = Math.max(widest, sampling(component) >> 4);
            highest = Math.max(highest, sampling(component) & 0xF);
        }
        if (components > 1) {
            return (long) ceil(size.width(), 8 * widest) * ceil(size.height(), 8 * highest);
        }
        int sampling = sampling(component(scan, 0));
        return (long) ceil(ceil(size.width() * (sampling >> 4), widest), 8)
                * ceil(ceil(size.height() * (sampling & 0xF), highest), 8);
    }

    private static int ceil(int value, int divisor) {
        return (value + divisor - 1) / divisor;
    }

    private void readTables() {
        if (!layout.has(JpegLayout.DHT)) {
            JpegLayout standard = JpegLayout.read(ByteBuffer.wrap(HuffmanTables.inJpeg()));
            standard.segments().forEach(segment -> readTables(standard, segment));
        }
        layout.segments().forEach(this::readSegment);
        layout.laterSegments().stream()
                .filter(segment -> segment.at() < scan.at())
                .forEach(this::readSegment);
    }

    private void readSegment(Segment segment) {
        if (segment.marker() == JpegLayout.DHT) {
            readTables(layout, segment);
        } else if (segment.marker() == JpegLayout.DRI) {
            restartInterval = layout.u16(segment.at() + 4);
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

    private void readBlock(HuffmanBits bits, @Nullable Table dc, @Nullable Table ac) {
        int index = first;
        if (index == 0 && dc != null) {
            bits.skip(bits.read(dc));
            index = 1;
        }
        if (emptyBlocks > 0) {
            emptyBlocks--;
            return;
        }
        while (index <= last && ac != null && !bits.isExhausted()) {
            int value = bits.read(ac);
            int length = value & 0xF;
            int run = value >> 4;
            if (length > 0) {
                index += 1 + run;
                bits.skip(length);
            } else if (run == 15) {
                index += 16;
            } else {
                emptyBlocks = (1 << run) - 1 + bits.number(run); // only progressive JPEGs have such runs
                return;
            }
        }
    }

    private boolean restart(HuffmanBits bits) {
        emptyBlocks = 0;
        return bits.restart();
    }
}
