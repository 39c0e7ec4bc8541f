package io.framelog.ffmpeg.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Small images that unpack to very much. */
public final class HostileImages {
    private static final int RGB = 2;
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;

    private HostileImages() {}

    /** A black PNG. */
    public static ByteBuffer png(int width, int height, int depth) {
        return png(width, height, depth, rows(width, height, depth), new byte[0]);
    }

    /** A PNG with a colour profile of so many bytes. */
    public static ByteBuffer pngWithProfile(int width, int height, long profileBytes) {
        byte[] packed = zeros(profileBytes);
        ByteBuffer profile = ByteBuffer.allocate(6 + packed.length);
        profile.put("icc\0\0".getBytes(US_ASCII)).put(packed).flip();
        byte[] content = new byte[profile.remaining()];
        profile.get(content);
        return png(width, height, 8, rows(width, height, 8), chunk("iCCP", content));
    }

    /** A PNG whose data go on behind the last row. */
    public static ByteBuffer pngWithSurplus(int width, int height, long bytes) {
        return png(width, height, 8, rows(width, height, 8) + bytes, new byte[0]);
    }

    private static long rows(int width, int height, int depth) {
        return height * (1 + 3L * width * depth / Byte.SIZE);
    }

    private static ByteBuffer png(int width, int height, int depth, long data, byte[] chunks) {
        ByteBuffer head = ByteBuffer.allocate(13);
        head.putInt(width).putInt(height).put((byte) depth).put((byte) RGB);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.writeBytes(ByteBuffer.allocate(Long.BYTES).putLong(SIGNATURE).array());
        png.writeBytes(chunk("IHDR", head.array()));
        png.writeBytes(chunks);
        png.writeBytes(chunk("IDAT", zeros(data)));
        png.writeBytes(chunk("IEND", new byte[0]));
        return ByteBuffer.wrap(png.toByteArray());
    }

    private static byte[] zeros(long count) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
        try (DeflaterOutputStream out = new DeflaterOutputStream(packed, deflater, 64 * 1024)) {
            byte[] zeros = new byte[1 << 20];
            for (long left = count; left > 0; left -= zeros.length) {
                out.write(zeros, 0, (int) Math.min(left, zeros.length));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            deflater.end();
        }
        return packed.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(12 + content.length);
        chunk.putInt(content.length).put(type.getBytes(US_ASCII)).put(content);
        CRC32 checksum = new CRC32();
        checksum.update(chunk.array(), 4, 4 + content.length);
        return chunk.putInt((int) checksum.getValue()).array();
    }
}
