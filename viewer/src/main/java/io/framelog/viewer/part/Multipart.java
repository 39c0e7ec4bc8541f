package io.framelog.viewer.part;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.framelog.frame.Frame;
import io.framelog.frame.Position;
import java.nio.ByteBuffer;

/**
 * The layout of a {@code multipart/x-mixed-replace} body (RFC 2046, 5.1.1). A part begins with its header and ends with
 * the next part's delimiter line: browsers show a picture when its delimiter comes, so that must not wait for the next
 * frame. The first delimiter is the {@link #preamble()}.
 */
public final class Multipart {
    /** The response's media type. */
    public static final String CONTENT_TYPE = "multipart/x-mixed-replace;boundary=framelog";

    /** The most bytes that a part adds to its image: five header lines, an empty line and the delimiter. */
    static final int MAX_OVERHEAD = 384;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final byte[] PREAMBLE = "--framelog\r\n".getBytes(US_ASCII);
    private static final byte[] DELIMITER = "\r\n--framelog\r\n".getBytes(US_ASCII);

    private Multipart() {}

    /** What comes before the first part, as a new array. */
    public static byte[] preamble() {
        return PREAMBLE.clone();
    }

    /**
     * Formats a time for {@code X-Timestamp}: seconds since the epoch with six decimals.
     *
     * @param micros microseconds since the epoch
     */
    public static String timestamp(long micros) {
        String fraction = Long.toString(Math.floorMod(micros, MICROS_PER_SECOND) + MICROS_PER_SECOND);
        return Math.floorDiv(micros, MICROS_PER_SECOND) + "." + fraction.substring(1);
    }

    /**
     * Formats the time from a frame's capture to each stage for {@code X-Framelog-Latency}, in milliseconds: {@code
     * encoded=0.812, sent=0.870, received=2.041}. The first two are present if the publisher sent them. Times of two
     * machines are as exact as their clocks.
     */
    static String latency(Frame frame, Receipt receipt) {
        StringBuilder stages = new StringBuilder();
        frame.stages().encodedMicros().ifPresent(encoded -> stage(stages, "encoded", encoded, frame));
        frame.stages().sentMicros().ifPresent(sent -> stage(stages, "sent", sent, frame));
        stage(stages, "received", receipt.micros(), frame);
        return stages.toString();
    }

    static String latencyLine(Frame frame, Receipt receipt) {
        return "X-Framelog-Latency: " + latency(frame, receipt) + "\r\n";
    }

    static String noteLine(String note) {
        return note.isEmpty() ? "" : "X-Framelog-Note: " + note + "\r\n";
    }

    private static void stage(StringBuilder stages, String name, long micros, Frame frame) {
        long passed = micros - frame.capturedMicros();
        String fraction = Long.toString(Math.abs(passed % MICROS_PER_MILLI) + MICROS_PER_MILLI);
        stages.append(stages.isEmpty() ? "" : ", ").append(name).append(passed < 0 ? "=-" : "=");
        stages.append(Math.abs(passed / MICROS_PER_MILLI)).append('.').append(fraction, 1, fraction.length());
    }

    /**
     * Writes a frame's part at a buffer's position.
     *
     * @param more further header lines, each with its line end
     * @return the image's offset in the buffer
     */
    static int write(Frame frame, Position position, String more, ByteBuffer target) {
        String header = "Content-Type: " + frame.format().contentType() + "\r\nContent-Length: "
                + frame.image().remaining() + "\r\nX-Timestamp: " + timestamp(frame.capturedMicros())
                + "\r\nX-Framelog-Position: " + position + "\r\n" + more + "\r\n";
        target.put(header.getBytes(US_ASCII));
        int imageOffset = target.position();
        target.put(frame.image().duplicate()).put(DELIMITER);
        return imageOffset;
    }
}
