package io.framelog.frame;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** How a camera was held, as Exif's tag Orientation tells it (Exif 2.3, 4.6.4). */
public final class ExifOrientation {
    /** A picture without the tag. */
    public static final int NONE = 0;

    /** "Exif" and two zeros. */
    private static final int EXIF = 0x45786966;

    private static final int TIFF = 10;
    private static final int ENTRY_BYTES = 12;
    private static final int TAG = 0x0112;
    private static final int MOST_ENTRIES = 1000;
    /** From this value on, rows are columns. */
    private static final int FIRST_SWAPPED = 5;

    private ExifOrientation() {}

    /**
     * Reads the tag.
     *
     * @param segment a slice of a JPEG's APP1 segment with its marker: starts at 0 and is big-endian
     * @return 1 to 8, or {@link #NONE}
     */
    public static int read(ByteBuffer segment) {
        if (segment.limit() < TIFF + 8 || segment.getInt(4) != EXIF) {
            return NONE;
        }
        ByteBuffer tiff = segment.slice(TIFF, segment.limit() - TIFF);
        tiff.order(tiff.get(0) == 'I' ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        int directory = tiff.getInt(4);
        if (directory < 0 || directory > tiff.limit() - 2) {
            return NONE;
        }
        int entries = Math.min(MOST_ENTRIES, Short.toUnsignedInt(tiff.getShort(directory)));
        for (int i = 0; i < entries && directory + 2 + (i + 1) * ENTRY_BYTES <= tiff.limit(); i++) {
            int entry = directory + 2 + i * ENTRY_BYTES;
            if (Short.toUnsignedInt(tiff.getShort(entry)) == TAG) {
                int value = tiff.getShort(entry + 8);
                return value >= 1 && value <= 8 ? value : NONE;
            }
        }
        return NONE;
    }

    /** The size after turning, as browsers and players show a picture. */
    public static ImageSize turn(ImageSize size, int orientation) {
        return orientation >= FIRST_SWAPPED
                ? new ImageSize(/* width= */ size.height(), /* height= */ size.width())
                : size;
    }
}
