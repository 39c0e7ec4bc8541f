package io.framelog.benchmarks.camera;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;

/**
 * A JPEG as a part of a multipart body, with a comment segment in front that tells when and as which one it was sent:
 * {@code FRAMELOG 1790000000000000000 0000000042}. For one thread.
 */
final class StampedPart {
    /** The line between two parts. */
    static final String DELIMITER = "--camera\r\n";

    private static final int TIME_DIGITS = 19;
    private static final int SEQUENCE_DIGITS = 10;
    private static final String WORD = "FRAMELOG ";
    private static final int COMMENT_LENGTH = 2 + WORD.length() + TIME_DIGITS + 1 + SEQUENCE_DIGITS;

    private final byte[] bytes;
    private final int timeAt;
    private final int sequenceAt;

    /** @param jpeg copied */
    StampedPart(byte[] jpeg) {
        ByteArrayOutputStream part = new ByteArrayOutputStream();
        part.writeBytes(
                ("Content-Type: image/jpeg\r\nContent-Length: " + (jpeg.length + 2 + COMMENT_LENGTH) + "\r\n\r\n")
                        .getBytes(US_ASCII));
        part.write(jpeg, 0, 2);
        part.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFE, 0, (byte) COMMENT_LENGTH});
        part.writeBytes(WORD.getBytes(US_ASCII));
        timeAt = part.size();
        sequenceAt = timeAt + TIME_DIGITS + 1;
        part.writeBytes(" ".repeat(TIME_DIGITS + 1 + SEQUENCE_DIGITS).getBytes(US_ASCII));
        part.write(jpeg, 2, jpeg.length - 2);
        part.writeBytes(("\r\n" + DELIMITER).getBytes(US_ASCII));
        bytes = part.toByteArray();
    }

    /**
     * The part, stamped; overwritten by the next call.
     *
     * @param nanos since the epoch
     */
    @SuppressWarnings("EI_EXPOSE_REP") // written out and forgotten
    byte[] stamped(long nanos, long sequence) {
        digits(nanos, timeAt, TIME_DIGITS);
        digits(sequence, sequenceAt, SEQUENCE_DIGITS);
        return bytes;
    }

    private void digits(long number, int at, int count) {
        long rest = number;
        for (int i = at + count - 1; i >= at; i--) {
            bytes[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
