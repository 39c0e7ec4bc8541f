package io.framelog.publisher.jpeg;

import io.framelog.frame.ExifOrientation;
import io.framelog.frame.ImageFormat;
import io.framelog.frame.ImageSize;
import io.framelog.publisher.jpeg.JpegLayout.Segment;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Checks a camera's JPEG without decoding it, and mends what libjpeg, which browsers use, does not accept. A JPEG that
 * is in order is passed on byte for byte. Otherwise:
 *
 * <ul>
 *   <li>Bytes before, between and behind the segments, a repeated SOI, padding and further pictures are left out.
 *   <li>Missing Huffman tables are added: browsers need them.
 *   <li>A missing EOI is added if all pixels are there.
 *   <li>A height that only follows the pixels (DNL) is put where browsers look for it.
 * </ul>
 *
 * Stateless and thread-safe.
 */
public final class JpegCheck {
    private static final int PROGRESSIVE = 0xC2;
    private static final int LOSSLESS = 0xC3;
    private static final int FIRST_ARITHMETIC = 0xC9;

    /** What a check found. */
    public sealed interface Result {}

    /**
     * A JPEG that can be passed on.
     *
     * @param image a copy of the camera's bytes, mended if necessary
     * @param size in pixels, turned as Exif tells
     */
    public record Valid(ByteBuffer image, ImageSize size) implements Result {}

    /**
     * A JPEG that browsers would not show, or only a part of it.
     *
     * @param reason for people, such as "it is cut short"
     */
    public record Unusable(String reason) implements Result {}

    /**
     * Checks a JPEG and copies it out of the source's memory.
     *
     * @param image from position to limit; not moved
     */
    public Result check(ByteBuffer image) {
        JpegLayout layout = JpegLayout.read(image);
        String fault = fault(layout);
        return fault.isEmpty() ? new Valid(ByteBuffer.wrap(copy(image, layout)), size(layout)) : new Unusable(fault);
    }

    /** Why browsers would not show a JPEG; empty if they would. */
    public String fault(ByteBuffer image) {
        return fault(JpegLayout.read(image));
    }

    /**
     * Whether the data contain a second JPEG behind a first, complete one. The two may be fields of one picture.
     *
     * @param image from position to limit; not moved
     */
    public boolean hasSecondPicture(ByteBuffer image) {
        JpegLayout layout = JpegLayout.read(image);
        return layout.fault().isEmpty() && layout.isFollowedByAnother();
    }

    /**
     * The size of the picture whose two fields the data contain, where no container tells it: two complete JPEGs of one
     * size, each at least twice as wide as it is high. Two views of a scene, as a stereo camera makes them (MPF), are
     * no fields.
     *
     * @param image from position to limit; not moved
     * @return before turning; empty if the data contain something else
     */
    public Optional<ImageSize> sizeOfFields(ByteBuffer image) {
        Optional<ImageSize> field = ImageSize.read(ImageFormat.JPEG, image).filter(JpegCheck::mayBeField);
        if (field.isEmpty()) {
            return Optional.empty();
        }
        JpegLayout layout = JpegLayout.read(image);
        if (!layout.fault().isEmpty() || !layout.isFollowedByAnother() || layout.hasViews()) {
            return Optional.empty();
        }
        JpegLayout other =
                JpegLayout.read(image.slice(image.position() + layout.end(), image.remaining() - layout.end()));
        return other.fault().isEmpty()
                        && other.frameHeader().flatMap(other::size).equals(field)
                ? field.map(size -> new ImageSize(size.width(), 2 * size.height()))
                : Optional.empty();
    }

    private static boolean mayBeField(ImageSize size) {
        return size.width() >= 2 * size.height();
    }

    private static String fault(JpegLayout layout) {
        if (!layout.fault().isEmpty()) {
            return layout.fault();
        }
        Segment frame = layout.frameHeader().orElse(null);
        if (frame == null) {
            return "it does not say its size";
        }
        if (frame.marker() > PROGRESSIVE) {
            String coding = frame.marker() >= FIRST_ARITHMETIC
                    ? "arithmetic coding"
                    : frame.marker() == LOSSLESS ? "lossless coding" : "hierarchical coding";
            return "it uses " + coding + ", which browsers do not show";
        }
        if (layout.u8(frame.at() + 4) != Byte.SIZE) {
            return "it has " + layout.u8(frame.at() + 4) + " bits per sample, and browsers show only 8";
        }
        if (layout.size(frame).isEmpty()) {
            return "it does not say its size";
        }
        if (!layout.has(JpegLayout.DQT)) {
            return "it has no quantization tables";
        }
        return layout.hasEnd() || EntropyWalk.isComplete(layout) ? "" : "it is cut short";
    }

    private static ImageSize size(JpegLayout layout) {
        ImageSize coded = layout.size(layout.frameHeader().orElseThrow()).orElseThrow();
        return ExifOrientation.turn(coded, layout.orientation());
    }

    private static byte[] copy(ByteBuffer image, JpegLayout layout) {
        byte[] tables = layout.has(JpegLayout.DHT) ? new byte[0] : HuffmanTables.STANDARD;
        int head = layout.isClean() ? layout.scan() : cleanHead(layout);
        int scans = layout.end() - layout.scan();
        byte[] copy = new byte[head + tables.length + scans + (layout.hasEnd() ? 0 : 2)];
        int base = image.position();
        if (layout.isClean()) {
            image.get(base, copy, 0, head);
        } else {
            copySegments(image, layout, copy);
        }
        System.arraycopy(tables, 0, copy, head, tables.length);
        image.get(base + layout.scan(), copy, head + tables.length, scans);
        if (!layout.hasEnd()) {
            copy[copy.length - 2] = (byte) 0xFF;
            copy[copy.length - 1] = (byte) JpegLayout.EOI;
        }
        Segment frame = layout.frameHeader().orElseThrow();
        if (layout.u16(frame.at() + 5) == 0) {
            int inCopy = JpegLayout.read(ByteBuffer.wrap(copy))
                    .frameHeader()
                    .orElseThrow()
                    .at();
            ByteBuffer.wrap(copy).putShort(inCopy + 5, (short)
                    layout.size(frame).orElseThrow().height());
        }
        return copy;
    }

    private static int cleanHead(JpegLayout layout) {
        return 2 + layout.segments().stream().mapToInt(Segment::length).sum();
    }

    private static void copySegments(ByteBuffer image, JpegLayout layout, byte[] copy) {
        copy[0] = (byte) 0xFF;
        copy[1] = (byte) JpegLayout.SOI;
        int to = 2;
        for (Segment segment : layout.segments()) {
            image.get(image.position() + segment.at(), copy, to, segment.length());
            to += segment.length();
        }
    }
}
